package dev.aichat.chat;

/**
 * A chat as operators see it.
 *
 * @param userId the user
 * @param chat the chat as the user sees it
 */
public record UserChat(long userId, ChatItem chat) {
}
