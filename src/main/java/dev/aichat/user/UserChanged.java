package dev.aichat.user;

/**
 * Something that decides who may act has changed, for whoever remembers it: whether a
 * user is enabled, the role, or which sessions are good. Published in the transaction
 * that changes it.
 *
 * @param userId the user
 */
public record UserChanged(long userId) {
}
