package dev.aichat.user;

import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * The authenticated user, as of at most one second ago.
 *
 * @param id the user's id
 * @param username the name as it was typed at registration
 * @param role what the user may do
 */
public record CurrentUser(long id, String username, Role role) implements AuthenticatedPrincipal {

	@Override
	public String getName() {
		return this.username;
	}

}
