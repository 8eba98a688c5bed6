package dev.aichat.auth;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import javax.crypto.SecretKey;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.auth.SessionRepository.Live;
import dev.aichat.user.User;
import dev.aichat.user.UserService;
import dev.aichat.web.InvalidAccessTokenException;
import dev.aichat.web.ProblemException;

/** Opens, refreshes and ends sessions. */
@Service
class SessionService {

	/** The most sessions of a user; a further one ends the oldest. */
	static final int MAX_PER_USER = 100;

	/** The most expired sessions that one transaction deletes. */
	static final int CLEANUP_BATCH = 500;

	private static final Logger log = LoggerFactory.getLogger(SessionService.class);

	private final UserService users;

	private final SessionRepository sessions;

	private final AccessTokens accessTokens;

	private final AccessTokenAuthenticator authenticator;

	private final TransactionTemplate transaction;

	private final JwtSettings settings;

	private final SecretKey key;

	SessionService(UserService users, SessionRepository sessions, AccessTokens accessTokens,
			AccessTokenAuthenticator authenticator, TransactionTemplate transaction, JwtSettings settings) {
		this.users = users;
		this.sessions = sessions;
		this.accessTokens = accessTokens;
		this.authenticator = authenticator;
		this.transaction = transaction;
		this.settings = settings;
		this.key = SigningKey.of(settings);
	}

	Access logIn(String username, String password) {
		return open(this.users.authenticate(username, password).orElseThrow(InvalidCredentialsException::new));
	}

	Access open(User user) {
		RefreshToken token = RefreshToken.ofNewSession();
		store(token, user, this.settings.refreshLifetime(), this.settings.sessionLifetime());
		return access(user.id(), token, this.settings.refreshLifetime());
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
	 * Refreshes a session. A refresh token is valid once, and the one that was spent last
	 * for a short leeway longer: two tabs, or a retry after a lost answer, get the same
	 * successor. Any other reuse means that it was stolen, and ends the session (RFC
	 * 9700, section 4.14.2).
	 */
	Access refresh(String refreshToken) {
		RefreshToken shown = parse(refreshToken);
		RefreshToken next = shown.next(this.key);
		Live session = spend(shown, next);
		return access(session.user().id(), next,
				Collections.min(List.of(this.settings.refreshLifetime(), session.left())));
	}

	/** Authenticates a session by its refresh token, which is spent thereby. */
	SessionAuthentication authenticate(String refreshToken) {
		RefreshToken shown = parse(refreshToken);
		return new SessionAuthentication(spend(shown, shown.next(this.key)).user(), shown.sessionId());
	}

	private static RefreshToken parse(String refreshToken) {
		return RefreshToken.parse(refreshToken).orElseThrow(SessionService::invalid);
	}

	private Live spend(RefreshToken shown, RefreshToken next) {
		Live session = this.sessions.find(shown.sessionId()).orElseThrow(SessionService::invalid);
		if (this.sessions.rotate(shown, next, this.settings.refreshLifetime(), this.settings.refreshLeeway())) {
			return session;
		}
		if (this.sessions.endReplayed(shown)) {
			this.authenticator.evict(session.user().id());
			log.warn("Ended session {} of user {}: a spent refresh token was used again", shown.sessionId(),
					session.user().id());
			throw new ProblemException(HttpStatus.UNAUTHORIZED, "refresh_token_reused",
					"The refresh token was used before, so its session was ended: log in again.");
		}
		throw invalid();
	}

	private static ProblemException invalid() {
		return new ProblemException(HttpStatus.UNAUTHORIZED, "invalid_token",
				"The refresh token is not valid, log in again.");
	}

	/** Ends a session, at once on this instance and within a second on the others. */
	void end(long userId, UUID sessionId) {
		this.sessions.end(sessionId);
		this.authenticator.evict(userId);
	}

	/** Ends all sessions of a user, including any that is being opened. */
	void endAll(long userId) {
		this.users.endSessions(userId);
	}

	/**
	 * Changes a user's password and ends all their sessions but one. Both passwords are
	 * hashed before the transaction. Nothing is changed if the session, or that of the
	 * current password, has ended meanwhile.
	 */
	void changePassword(long userId, UUID sessionId, String current, String wanted) {
		User proven = this.users.authenticate(userId, current).orElseThrow(InvalidCredentialsException::new);
		String hash = this.users.hashPassword(wanted);
		this.transaction.executeWithoutResult((status) -> {
			long epoch = this.users.changePassword(proven, hash).orElseThrow(InvalidCredentialsException::new);
			if (!this.sessions.carryOver(sessionId, userId, epoch)) {
				throw new InvalidAccessTokenException();
			}
		});
	}

	/**
	 * Deletes expired sessions on every instance: each skips rows that another has
	 * locked.
	 */
	@Scheduled(fixedDelayString = "10m")
	void deleteExpired() {
		while (this.sessions.deleteExpired(CLEANUP_BATCH) > 0) {
			// One batch is one transaction
		}
	}

	/** Issues an access token that does not outlive its session. */
	private Access access(long userId, RefreshToken refreshToken, Duration left) {
		Duration lifetime = Collections.min(List.of(this.settings.accessLifetime(), left));
		return new Access(this.accessTokens.issue(userId, refreshToken.sessionId(), lifetime), lifetime,
				refreshToken.text(), left);
	}

	/** A JWT, the next refresh token, and their lifetimes. */
	record Access(String accessToken, Duration accessLifetime, String refreshToken, Duration refreshLifetime) {
	}

}
