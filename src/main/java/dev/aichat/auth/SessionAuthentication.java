package dev.aichat.auth;

import java.util.List;
import java.util.UUID;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import dev.aichat.user.CurrentUser;

/** An authenticated user and their session. */
final class SessionAuthentication extends AbstractAuthenticationToken {

	private final CurrentUser user;

	private final UUID sessionId;

	SessionAuthentication(CurrentUser user, UUID sessionId) {
		super(List.of(new SimpleGrantedAuthority("ROLE_" + user.role())));
		this.user = user;
		this.sessionId = sessionId;
		setAuthenticated(true);
	}

	UUID sessionId() {
		return this.sessionId;
	}

	@Override
	public CurrentUser getPrincipal() {
		return this.user;
	}

	@Override
	public String getCredentials() {
		return "";
	}

}
