package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

/**
 * The charge of a chat.
 *
 * @param chatId the chat
 * @param conversationId its conversation
 * @param userId the user who paid
 * @param price the tokens paid
 * @param remainingTokens the balance right after, in tokens
 * @param createdAt the time of the message
 */
record Reservation(UUID chatId, UUID conversationId, long userId, long price, long remainingTokens, Instant createdAt) {
}
