package dev.aichat.chat;

/** A chat as operators see it, with the id of its user. */
public record UserChat(long userId, ChatItem chat) {
}
