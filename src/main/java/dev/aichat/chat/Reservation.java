package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

/** The charge of a chat: its price, and the balance right after it, in tokens. */
record Reservation(UUID chatId, UUID conversationId, long userId, long price, long remainingTokens, Instant createdAt) {
}
