package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A chat in the history.
 *
 * @param id the chat
 * @param conversationId the conversation it belongs to
 * @param message what the user wrote
 * @param response what the AI answered, if it did
 * @param state how far the message has come
 * @param tokensDeducted what the message costs: nothing once it is refunded
 * @param timestamp when the message was sent
 * @param promptTokens what the provider counted for the question, in its own tokens
 * @param completionTokens what the provider counted for the reply
 */
@Schema(example = """
		{"id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "conversation_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
		"message": "Hello", "response": "This is a dummy response.", "state": "ANSWERED",
		"tokens_deducted": 100, "timestamp": "2026-11-21T12:00:00.123Z",
		"prompt_tokens": 12, "completion_tokens": 6}""")
public record ChatItem(UUID id, UUID conversationId, String message, @Nullable String response, ChatState state,
		long tokensDeducted, Instant timestamp, @Nullable Integer promptTokens, @Nullable Integer completionTokens) {

	static ChatItem of(Chat chat) {
		return new ChatItem(chat.id(), chat.conversationId(), chat.message(), chat.response(), chat.state(),
				(chat.state() != ChatState.REFUNDED) ? chat.price() : 0, chat.createdAt(), chat.promptTokens(),
				chat.completionTokens());
	}

}
