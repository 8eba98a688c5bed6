package dev.aichat.chat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.aichat.ai.Completion;

/**
 * The statements that move a chat from state to state. Each is guarded by the state it
 * leaves, so that of two that race, one changes a row and the other none.
 */
@Repository
class ChatJournal {

	private final JdbcClient jdbc;

	ChatJournal(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Writes a message down as pending.
	 * @return false if the user has used the idempotency key already
	 */
	boolean open(UUID id, UUID conversationId, Message message, long price, Instant now, Duration lifetime) {
		return this.jdbc.sql("""
				INSERT INTO chats (id, user_id, conversation_id, message, state, price, idempotency_key,
					created_at, expires_at)
				VALUES (?, ?, ?, ?, 'PENDING', ?, ?, ?, CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND)
				ON CONFLICT DO NOTHING""")
			.params(id, message.userId(), conversationId, message.text(), price,
					(message.key() != null) ? message.key().value() : null, now.atOffset(ZoneOffset.UTC),
					lifetime.toSeconds())
			.update() == 1;
	}

	/** Answers a pending chat: from then on, it stays answered and paid for. */
	boolean answer(UUID chatId, Completion completion) {
		return this.jdbc.sql("""
				UPDATE chats SET state = 'ANSWERED', response = ?, prompt_tokens = ?, completion_tokens = ?,
					answered_at = CURRENT_TIMESTAMP
				WHERE id = ? AND state = 'PENDING'""")
			.params(completion.text(), completion.promptTokens(), completion.completionTokens(), chatId)
			.update() == 1;
	}

	/** Gives a pending chat up, which frees its idempotency key. */
	boolean giveUp(UUID chatId) {
		return this.jdbc.sql("""
				UPDATE chats SET state = 'REFUNDED', idempotency_key = NULL
				WHERE id = ? AND state = 'PENDING'""").param(chatId).update() == 1;
	}

	/** Locks one chat whose time is over, and that no other sweeper holds. */
	Optional<Pending> lockOverdue() {
		List<Pending> overdue = this.jdbc.sql("""
				SELECT id, user_id, price FROM chats WHERE state = 'PENDING' AND expires_at < CURRENT_TIMESTAMP
				ORDER BY expires_at LIMIT 1 FOR UPDATE SKIP LOCKED""").query(ChatJournal::pending).list();
		return overdue.stream().findFirst();
	}

	/** Locks a user's pending chats, after which none of them can be answered. */
	List<Pending> lockPending(long userId) {
		return this.jdbc.sql("""
				SELECT id, user_id, price FROM chats WHERE user_id = ? AND state = 'PENDING'
				ORDER BY id FOR UPDATE""").param(userId).query(ChatJournal::pending).list();
	}

	/** Removes all that a user and the AI said; that something was said remains. */
	void eraseTexts(long userId) {
		this.jdbc.sql("""
				UPDATE chats SET message = '', response = CASE WHEN response IS NOT NULL THEN '' END,
					idempotency_key = NULL
				WHERE user_id = ?""").param(userId).update();
	}

	private static Pending pending(ResultSet row, int number) throws SQLException {
		return new Pending(row.getObject("id", UUID.class), row.getLong("user_id"), row.getLong("price"));
	}

	/**
	 * A chat that waits for its reply.
	 *
	 * @param chatId the chat
	 * @param userId who paid
	 * @param price the tokens to give back if there is none
	 */
	record Pending(UUID chatId, long userId, long price) {
	}

}
