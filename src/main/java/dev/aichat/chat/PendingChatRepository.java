package dev.aichat.chat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.ai.Completion;

/**
 * The two statements on the chats table that every message runs, in plain JDBC: through
 * Spring Data and Hibernate, they would take half of a message's CPU time.
 */
@Repository
class PendingChatRepository {

	private static final String CHAT = """
			INSERT INTO chats (id, user_id, conversation_id, message, state, price, idempotency_key, created_at,
				expires_at)
			SELECT ?, ?, ?, ?, 'PENDING', ?, CAST(? AS VARCHAR), ?, CURRENT_TIMESTAMP + INTERVAL '20' SECOND
			""";

	private static final String UNLESS_KEY_IS_USED = "ON CONFLICT DO NOTHING";

	private static final String INSERT = CHAT + UNLESS_KEY_IS_USED;

	/**
	 * Locks the conversation's first chat, and so waits while
	 * {@link ChatRepository#lockConversation} holds that lock.
	 */
	private static final String INSERT_INTO_CONVERSATION = CHAT + """
			FROM chats c
			WHERE c.id = ? AND c.conversation_id = c.id AND c.user_id = ? AND NOT c.deleted
			FOR UPDATE
			""" + UNLESS_KEY_IS_USED;

	private final JdbcClient jdbc;

	PendingChatRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Inserts a pending chat with its first lease. It begins a conversation unless the
	 * message belongs to one.
	 * @return false if the user has used the idempotency key, or has no such conversation
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	boolean insert(UUID id, Message message, long price, Instant createdAt) {
		UUID conversation = message.conversationId();
		StatementSpec insert = this.jdbc.sql((conversation != null) ? INSERT_INTO_CONVERSATION : INSERT)
			.params(id, message.userId(), (conversation != null) ? conversation : id, message.text(), price,
					(message.key() != null) ? message.key().value() : null, createdAt.atOffset(ZoneOffset.UTC));
		return ((conversation != null) ? insert.params(conversation, message.userId()) : insert).update() == 1;
	}

	/**
	 * Answers a pending chat: from then on, it stays answered and charged. The statement
	 * commits by itself, as a transaction would cost a chat a fifth round trip.
	 * @return false if the chat is no longer pending
	 */
	boolean answer(UUID id, Completion completion) {
		return this.jdbc.sql("""
				UPDATE chats SET state = 'ANSWERED', response = ?, finish_reason = ?, prompt_tokens = ?,
					completion_tokens = ?, answered_at = CURRENT_TIMESTAMP
				WHERE id = ? AND state = 'PENDING'""")
			.params(completion.text(), completion.finishReason().name(), completion.promptTokens(),
					completion.completionTokens(), id)
			.update() == 1;
	}

}
