package dev.aichat.admin;

import org.jspecify.annotations.Nullable;

import dev.aichat.user.Role;

/**
 * What an operator wants an account to be. What is null stays as it is.
 *
 * @param enabled whether the user may log in and spend
 * @param role what the user may do
 * @param password the new password, which ends all sessions
 */
public record UserChange(@Nullable Boolean enabled, @Nullable Role role, @Nullable String password) {

	/** Whether it can leave the service without an admin. */
	boolean takesPower() {
		return this.role == Role.USER || Boolean.FALSE.equals(this.enabled);
	}

}
