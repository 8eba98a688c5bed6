package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The answer to a message.
 *
 * @param id the chat
 * @param conversationId the conversation, to be continued by the next message
 * @param message the user's message
 * @param response the AI's reply
 * @param tokensDeducted the price of the message
 * @param remainingTokens the balance right after the charge
 * @param timestamp the time of the message
 */
@Schema(example = """
		{"id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "conversation_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
		"message": "Hello", "response": "This is a dummy response.", "tokens_deducted": 100,
		"remaining_tokens": 3900, "timestamp": "2026-11-21T12:00:00.123Z"}""")
record ChatReply(UUID id, UUID conversationId, String message, String response, long tokensDeducted,
		long remainingTokens, Instant timestamp) {
}
