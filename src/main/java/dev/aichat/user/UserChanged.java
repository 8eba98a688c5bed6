package dev.aichat.user;

/**
 * A change of a user's role, sessions or enabled state, published in its transaction for
 * those that cache them.
 */
public record UserChanged(long userId) {
}
