package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that is paid for and waits for its reply.
 *
 * @param chatId the chat
 * @param conversationId the conversation it belongs to
 * @param userId who paid
 * @param price the tokens paid
 * @param remainingTokens the balance right after, in tokens
 * @param createdAt when it was reserved
 */
record Reservation(UUID chatId, UUID conversationId, long userId, long price, long remainingTokens, Instant createdAt) {
}
