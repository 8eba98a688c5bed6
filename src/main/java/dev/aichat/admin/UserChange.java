package dev.aichat.admin;

import org.jspecify.annotations.Nullable;

import dev.aichat.user.Role;

/**
 * The new state of a user. A null component leaves that part unchanged.
 *
 * @param enabled whether the user may log in and spend
 * @param role the role
 * @param password the new password, which ends all sessions
 */
public record UserChange(@Nullable Boolean enabled, @Nullable Role role, @Nullable String password) {

	/** Tells whether the change could remove the last enabled admin. */
	boolean demotes() {
		return this.role == Role.USER || Boolean.FALSE.equals(this.enabled);
	}

}
