package dev.aichat.user;

import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * The authenticated user, as of at most one second ago.
 */
public record CurrentUser(long id, String username, Role role) implements AuthenticatedPrincipal {

	@Override
	public String getName() {
		return this.username;
	}

}
