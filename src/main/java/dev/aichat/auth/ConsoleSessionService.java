package dev.aichat.auth;

import java.time.Duration;
import java.util.Optional;

import org.springframework.stereotype.Service;

import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.User;
import dev.aichat.user.UserService;

/**
 * Opens, extends and ends console sessions. They end with all other sessions of the user,
 * at once, because each request reads the database. The secret in the session cookie is
 * no refresh token, and a refresh token opens no console session.
 */
@Service
public class ConsoleSessionService {

	/** The least extension that is worth an update. */
	private static final Duration STEP = Duration.ofMinutes(1);

	private final UserService accounts;

	private final SessionService service;

	private final SessionRepository sessions;

	private final ConsoleSessionSettings settings;

	private final Duration step;

	ConsoleSessionService(UserService accounts, SessionService service, SessionRepository sessions,
			ConsoleSessionSettings settings) {
		this.accounts = accounts;
		this.service = service;
		this.sessions = sessions;
		this.settings = settings;
		Duration half = settings.idleTimeout().dividedBy(2);
		this.step = (half.compareTo(STEP) < 0) ? half : STEP;
	}

	/**
	 * Opens a session.
	 * @param username the name in any case and Unicode form
	 * @param password the password
	 * @return the secret for the session cookie
	 * @throws InvalidCredentialsException if the name is unknown, the password wrong, or
	 * the user disabled or no admin
	 */
	public String open(String username, String password) {
		User user = this.accounts.authenticate(username, password)
			.filter((proven) -> proven.role() == Role.ADMIN)
			.orElseThrow(InvalidCredentialsException::new);
		RefreshToken secret = RefreshToken.ofNewSession();
		this.service.store(stored(secret), user, this.settings.idleTimeout(), this.settings.sessionLifetime());
		return secret.text();
	}

	/**
	 * Extends a session.
	 * @param secret the session cookie's value
	 * @return the admin, or nothing if there is no such session, or its user is no longer
	 * an admin
	 */
	public Optional<CurrentUser> resume(String secret) {
		return parse(secret).flatMap((token) -> {
			this.sessions.extend(token, this.settings.idleTimeout(), this.step);
			return this.sessions.findOwner(token);
		}).filter((user) -> user.role() == Role.ADMIN);
	}

	/**
	 * Ends a session, if there is one.
	 * @param secret the session cookie's value
	 */
	public void end(String secret) {
		parse(secret).ifPresent(this.sessions::end);
	}

	private static Optional<RefreshToken> parse(String secret) {
		return RefreshToken.parse(secret).map(ConsoleSessionService::stored);
	}

	/**
	 * The family differs, so that refresh tokens and console secrets are not
	 * interchangeable.
	 */
	private static RefreshToken stored(RefreshToken secret) {
		return new RefreshToken(secret.sessionId(), "page." + secret.family(), secret.secret());
	}

}
