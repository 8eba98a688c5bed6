package dev.aichat.chat;

/**
 * A chat as operators see it.
 *
 * @param userId whose it is
 * @param chat the chat as the user sees it
 */
public record UserChat(long userId, ChatItem chat) {
}
