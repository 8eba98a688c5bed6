package dev.aichat.chat;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.aichat.web.IdempotencyKey;

/**
 * A message of 1 to 4,000 characters to the AI; without a conversation, it begins one.
 */
record Message(long userId, String text, @Nullable UUID conversationId, @Nullable IdempotencyKey key) {
}
