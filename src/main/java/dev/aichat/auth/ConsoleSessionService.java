package dev.aichat.auth;

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

	private final UserService users;

	private final SessionService service;

	private final SessionRepository sessions;

	private final ConsoleSessionSettings settings;

	ConsoleSessionService(UserService users, SessionService service, SessionRepository sessions,
			ConsoleSessionSettings settings) {
		this.users = users;
		this.service = service;
		this.sessions = sessions;
		this.settings = settings;
	}

	/**
	 * Opens a session.
	 * @return the secret for the session cookie
	 * @throws InvalidCredentialsException if the name is unknown, the password wrong, or
	 * the user disabled or no admin
	 */
	public String open(String username, String password) {
		User user = this.users.authenticate(username, password)
			.filter((proven) -> proven.role() == Role.ADMIN)
			.orElseThrow(InvalidCredentialsException::new);
		RefreshToken secret = RefreshToken.ofNewSession();
		this.service.store(stored(secret), user, this.settings.idleTimeout(), this.settings.sessionLifetime());
		return secret.text();
	}

	/** Extends a session, and returns its user if they are still an admin. */
	public Optional<CurrentUser> resume(String secret) {
		return parse(secret).flatMap((token) -> {
			this.sessions.extend(token, this.settings.idleTimeout());
			return this.sessions.findOwner(token);
		}).filter((user) -> user.role() == Role.ADMIN);
	}

	/** Ends a session, if there is one. */
	public void end(String secret) {
		parse(secret).ifPresent(this.sessions::end);
	}

	private static Optional<RefreshToken> parse(String secret) {
		return RefreshToken.parse(secret).map(ConsoleSessionService::stored);
	}

	/** Keeps refresh tokens and console secrets apart. */
	private static RefreshToken stored(RefreshToken secret) {
		return new RefreshToken(secret.sessionId(), "page." + secret.family(), secret.secret());
	}

}
