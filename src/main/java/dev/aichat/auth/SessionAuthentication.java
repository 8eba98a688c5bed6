package dev.aichat.auth;

import java.util.Objects;
import java.util.UUID;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

import dev.aichat.user.CurrentUser;

/** An authenticated user and their session. */
final class SessionAuthentication extends UsernamePasswordAuthenticationToken {

	private final UUID sessionId;

	SessionAuthentication(CurrentUser user, UUID sessionId) {
		super(user, "", AuthorityUtils.createAuthorityList("ROLE_" + user.role()));
		this.sessionId = sessionId;
	}

	UUID sessionId() {
		return this.sessionId;
	}

	@Override
	public CurrentUser getPrincipal() {
		return (CurrentUser) Objects.requireNonNull(super.getPrincipal());
	}

}
