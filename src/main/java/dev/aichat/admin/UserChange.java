package dev.aichat.admin;

import org.jspecify.annotations.Nullable;

import dev.aichat.user.Role;

/** The new state of a user. A null component leaves that part unchanged. */
public record UserChange(@Nullable Boolean enabled, @Nullable Role role, @Nullable String password) {

	/** Returns whether the change could remove the last enabled admin. */
	boolean demotes() {
		return this.role == Role.USER || Boolean.FALSE.equals(this.enabled);
	}

}
