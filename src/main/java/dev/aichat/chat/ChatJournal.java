package dev.aichat.chat;

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
	Optional<Overdue> lockOverdue() {
		List<Overdue> overdue = this.jdbc.sql("""
				SELECT id, user_id, price FROM chats WHERE state = 'PENDING' AND expires_at < CURRENT_TIMESTAMP
				ORDER BY expires_at LIMIT 1 FOR UPDATE SKIP LOCKED""")
			.query((row, number) -> new Overdue(row.getObject("id", UUID.class), row.getLong("user_id"),
					row.getLong("price")))
			.list();
		return overdue.stream().findFirst();
	}

	/**
	 * A pending chat whose process is gone.
	 *
	 * @param chatId the chat
	 * @param userId who paid
	 * @param price the tokens to give back
	 */
	record Overdue(UUID chatId, long userId, long price) {
	}

}
