package dev.aichat.auth;

import java.time.Duration;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.user.CurrentUser;
import dev.aichat.user.User;
import dev.aichat.user.UserService;
import dev.aichat.web.InvalidAccessTokenException;

/** Opens, refreshes and ends sessions. */
@Service
class SessionService {

	/** The most sessions of a user; a further one ends the oldest. */
	static final int MAX_PER_USER = 100;

	private static final Logger log = LoggerFactory.getLogger(SessionService.class);

	private final UserService accounts;

	private final SessionRepository sessions;

	private final AccessTokens accessTokens;

	private final AccessTokenAuthenticator authenticator;

	private final TransactionTemplate transaction;

	private final JwtSettings settings;

	SessionService(UserService accounts, SessionRepository sessions, AccessTokens accessTokens,
			AccessTokenAuthenticator authenticator, TransactionTemplate transaction, JwtSettings settings) {
		this.accounts = accounts;
		this.sessions = sessions;
		this.accessTokens = accessTokens;
		this.authenticator = authenticator;
		this.transaction = transaction;
		this.settings = settings;
	}

	Access logIn(String username, String password) {
		return open(this.accounts.authenticate(username, password).orElseThrow(InvalidCredentialsException::new));
	}

	Access open(User user) {
		RefreshToken token = RefreshToken.ofNewSession();
		store(token, user, this.settings.refreshLifetime(), this.settings.sessionLifetime());
		return access(user.id(), token);
	}

	/**
	 * Stores a session of the epoch in which the password was checked. If that epoch has
	 * ended meanwhile, the session is never live.
	 */
	void store(RefreshToken token, User user, Duration idle, Duration total) {
		this.sessions.open(token, user.id(), user.sessionEpoch(), idle, total);
		this.sessions.findOldest(user.id(), MAX_PER_USER).forEach((oldest) -> end(user.id(), oldest));
	}

	/**
	 * Refreshes a session. A refresh token is valid once: its reuse means that it was
	 * stolen, and ends the session (RFC 9700, section 4.14.2).
	 */
	Access refresh(String refreshToken) {
		RefreshToken token = RefreshToken.parse(refreshToken).orElseThrow(InvalidRefreshTokenException::new);
		CurrentUser user = this.sessions.findOwner(token.sessionId()).orElseThrow(InvalidRefreshTokenException::new);
		RefreshToken next = token.next();
		if (this.sessions.rotate(token, next, this.settings.refreshLifetime())) {
			return access(user.id(), next);
		}
		if (this.sessions.endReplayed(token)) {
			this.authenticator.evict(user.id());
			log.warn("Ended session {} of user {}: a spent refresh token was used again", token.sessionId(), user.id());
		}
		throw new InvalidRefreshTokenException();
	}

	/** Ends a session, at once on this instance and within a second on the others. */
	void end(long userId, UUID sessionId) {
		this.sessions.end(sessionId);
		this.authenticator.evict(userId);
	}

	/** Ends all sessions of a user, including any that is being opened. */
	void endAll(long userId) {
		this.accounts.endSessions(userId);
	}

	/**
	 * Changes a user's password and ends all their sessions but one. Both passwords are
	 * hashed before the transaction. Nothing is changed if the session, or that of the
	 * current password, has ended meanwhile.
	 */
	void changePassword(long userId, UUID sessionId, String current, String wanted) {
		User proven = this.accounts.authenticate(userId, current).orElseThrow(InvalidCredentialsException::new);
		String hash = this.accounts.hashPassword(wanted);
		this.transaction.executeWithoutResult((status) -> {
			long epoch = this.accounts.changePassword(proven, hash).orElseThrow(InvalidCredentialsException::new);
			if (!this.sessions.carryOver(sessionId, userId, epoch)) {
				throw new InvalidAccessTokenException();
			}
		});
	}

	private Access access(long userId, RefreshToken refreshToken) {
		return new Access(this.accessTokens.issue(userId, refreshToken.sessionId()), this.settings.accessLifetime(),
				refreshToken.text());
	}

	/** A JWT, its lifetime, and the next refresh token. */
	record Access(String accessToken, Duration lifetime, String refreshToken) {
	}

}
