package dev.aichat.user;

import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who is calling, as the access token and the users table agreed at most a second ago.
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
