package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.aichat.ai.FinishReason;

/**
 * The reply to a message.
 *
 * @param id the chat
 * @param conversationId the conversation that the chat belongs to; send it along to go on
 * @param message the text of the user
 * @param response the text of the AI
 * @param finishReason why it ended: stop when it is complete, length when a limit cut it,
 * content_filter when the provider's filter did, stopped when you stopped it
 * @param tokensDeducted the price of the message
 * @param remainingTokens the balance right after the message was paid
 * @param timestamp the time when the message was sent
 */
@Schema(example = """
		{"id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "conversation_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
		"message": "Hello", "response": "This is a dummy response.", "finish_reason": "stop",
		"tokens_deducted": 100, "remaining_tokens": 3900, "timestamp": "2026-11-21T12:00:00.123Z"}""")
record ChatReply(UUID id, UUID conversationId, String message, String response, FinishReason finishReason,
		long tokensDeducted, long remainingTokens, Instant timestamp) {
}
