package dev.aichat.ai;

import org.jspecify.annotations.Nullable;

/**
 * What the AI answered.
 *
 * @param text the reply, not blank and storable as text
 * @param promptTokens what the provider counted for the question, in its own tokens
 * @param completionTokens what the provider counted for the reply
 */
public record Completion(String text, @Nullable Integer promptTokens, @Nullable Integer completionTokens) {
}
