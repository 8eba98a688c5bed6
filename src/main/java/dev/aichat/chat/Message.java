package dev.aichat.chat;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.aichat.web.IdempotencyKey;

/**
 * What a user wants to say.
 *
 * @param userId who says it, and pays
 * @param text 1 to 4,000 characters
 * @param conversationId the conversation that it continues, or null to begin one
 * @param key makes the message be sent once, however often it is asked for
 */
record Message(long userId, String text, @Nullable UUID conversationId, @Nullable IdempotencyKey key) {
}
