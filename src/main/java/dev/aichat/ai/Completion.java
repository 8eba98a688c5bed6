package dev.aichat.ai;

import org.jspecify.annotations.Nullable;

/**
 * The AI's completed reply.
 *
 * @param text the reply, not blank and storable as text
 * @param finishReason why it ended
 * @param promptTokens what the provider counted for the question, in its own tokens
 * @param completionTokens what the provider counted for the reply
 */
public record Completion(String text, FinishReason finishReason, @Nullable Integer promptTokens,
		@Nullable Integer completionTokens) {
}
