package dev.aichat.auth;

import java.time.Duration;
import java.util.Optional;

import org.springframework.stereotype.Service;

import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.User;
import dev.aichat.user.UserService;

/**
 * The sessions of admins in a browser. They end with all others of the user, and at once,
 * because each page asks the database. What the browser keeps is good for pages alone:
 * neither is it a refresh token, nor is a refresh token good here.
 */
@Service
public class ConsoleSessionService {

	/** A page that prolongs its session by less than this leaves it as it is. */
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
	 * @return what the browser is to keep secret and to show again
	 * @throws InvalidCredentialsException if the name is unknown, the password wrong, or
	 * the user disabled or no admin; the caller cannot tell which
	 */
	public String open(String username, String password) {
		User user = this.accounts.authenticate(username, password)
			.filter((proven) -> proven.role() == Role.ADMIN)
			.orElseThrow(InvalidCredentialsException::new);
		RefreshToken shown = RefreshToken.ofNewSession();
		this.service.store(stored(shown), user, this.settings.idleTimeout(), this.settings.sessionLifetime());
		return shown.text();
	}

	/**
	 * Lets a session go on.
	 * @param secret what the browser shows
	 * @return whose it is, or nothing if it was never ours, or has ended, or its user is
	 * no admin any more
	 */
	public Optional<CurrentUser> goOn(String secret) {
		return parse(secret).flatMap((token) -> {
			this.sessions.prolong(token, this.settings.idleTimeout(), this.step);
			return this.sessions.findOwner(token);
		}).filter((user) -> user.role() == Role.ADMIN);
	}

	/**
	 * Ends a session, if it is one.
	 * @param secret what the browser shows
	 */
	public void end(String secret) {
		parse(secret).ifPresent(this.sessions::end);
	}

	private static Optional<RefreshToken> parse(String secret) {
		return RefreshToken.parse(secret).map(ConsoleSessionService::stored);
	}

	/**
	 * Of another family than the browser shows, so that neither is good for the other.
	 */
	private static RefreshToken stored(RefreshToken shown) {
		return new RefreshToken(shown.sessionId(), "page." + shown.family(), shown.secret());
	}

}
