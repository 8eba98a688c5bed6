package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A chat in the history.
 *
 * @param id the chat
 * @param conversationId its conversation
 * @param message the user's message
 * @param response the AI's reply, once it is answered
 * @param state its state
 * @param tokensDeducted the price of the message; 0 once it is refunded
 * @param timestamp the time of the message
 * @param promptTokens the provider's count for the question, in its own tokens
 * @param completionTokens the provider's count for the reply
 */
@Schema(example = """
		{"id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "conversation_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
		"message": "Hello", "response": "This is a dummy response.", "state": "ANSWERED",
		"tokens_deducted": 100, "timestamp": "2026-11-21T12:00:00.123Z",
		"prompt_tokens": 12, "completion_tokens": 6}""")
public record ChatItem(UUID id, UUID conversationId, String message, @Nullable String response, ChatState state,
		long tokensDeducted, Instant timestamp, @Nullable Integer promptTokens, @Nullable Integer completionTokens) {
}
