package dev.aichat.chat;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.aichat.web.IdempotencyKey;

/**
 * A user's message to the AI.
 *
 * @param userId the user, who pays
 * @param text 1 to 4,000 characters
 * @param conversationId the conversation that it continues, or null to begin one
 * @param key the idempotency key, or null
 */
record Message(long userId, String text, @Nullable UUID conversationId, @Nullable IdempotencyKey key) {
}
