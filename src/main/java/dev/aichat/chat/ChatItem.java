package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.aichat.ai.FinishReason;

/**
 * A message and its reply.
 *
 * @param id the chat
 * @param conversationId the conversation that the chat belongs to; send it along to go on
 * @param message the text of the user
 * @param response the text of the AI; null unless the state is ANSWERED
 * @param finishReason why the reply ended: stop when it is complete, length when a limit
 * cut it, content_filter when the provider's filter did, stopped when you stopped it;
 * null unless the state is ANSWERED
 * @param state PENDING is paid for and not answered yet, ANSWERED is paid for, REFUNDED
 * had its price refunded
 * @param tokensDeducted the price of the message: nothing once it is refunded
 * @param timestamp the time when the message was sent
 * @param promptTokens the provider's count for the question, in its own tokens; null if
 * it gave none
 * @param completionTokens the provider's count for the reply, in its own tokens; null if
 * it gave none
 */
@Schema(example = """
		{"id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "conversation_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
		"message": "Hello", "response": "This is a dummy response.", "finish_reason": "stop", "state": "ANSWERED",
		"tokens_deducted": 100, "timestamp": "2026-11-21T12:00:00.123Z",
		"prompt_tokens": 12, "completion_tokens": 6}""")
public record ChatItem(UUID id, UUID conversationId, String message, @Nullable String response,
		@Nullable FinishReason finishReason, ChatState state, long tokensDeducted, Instant timestamp,
		@Nullable Integer promptTokens, @Nullable Integer completionTokens) {
}
