package dev.aichat.user;

/** The authenticated user, as of at most one second ago. */
public record CurrentUser(long id, String username, Role role) {
}
