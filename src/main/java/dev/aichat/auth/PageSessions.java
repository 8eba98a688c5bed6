package dev.aichat.auth;

import java.util.Optional;
import java.util.UUID;

import org.springframework.stereotype.Service;

import dev.aichat.account.Account;
import dev.aichat.account.AccountDirectory;
import dev.aichat.account.AccountService;
import dev.aichat.account.CurrentUser;
import dev.aichat.account.Role;
import dev.aichat.account.User;

/**
 * The sessions of admins in a browser. They end with all others of the user, and at once,
 * because each page asks the database. What the browser keeps is good for pages alone:
 * neither is it a refresh token, nor is a refresh token good here.
 */
@Service
public class PageSessions {

	private final AccountService accounts;

	private final AccountDirectory directory;

	private final SessionRepository sessions;

	private final Callers callers;

	private final PageSessionSettings settings;

	PageSessions(AccountService accounts, AccountDirectory directory, SessionRepository sessions, Callers callers,
			PageSessionSettings settings) {
		this.accounts = accounts;
		this.directory = directory;
		this.sessions = sessions;
		this.callers = callers;
		this.settings = settings;
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
			.filter((proven) -> isAdmin(proven.id()))
			.orElseThrow(InvalidCredentialsException::new);
		RefreshToken shown = RefreshToken.ofNewSession();
		this.sessions.open(stored(shown), user.id(), user.sessionEpoch(), this.settings.idleTimeout(),
				this.settings.sessionLifetime());
		this.sessions.findOldest(user.id(), SessionService.MAX_PER_USER).forEach(this.sessions::end);
		this.callers.forget(user.id());
		return shown.text();
	}

	/**
	 * Lets a session go on.
	 * @param secret what the browser shows
	 * @return whose it is, or nothing if it was never ours, or has ended, or its user is
	 * no admin any more
	 */
	public Optional<CurrentUser> goOn(String secret) {
		return prove(secret).flatMap(this.sessions::findOwner).filter((user) -> user.role() == Role.ADMIN);
	}

	/**
	 * Ends a session, if it is one.
	 * @param secret what the browser shows
	 */
	public void end(String secret) {
		prove(secret).ifPresent(this.sessions::end);
	}

	/** Rotating to the same secret only proves it, and prolongs the session. */
	private Optional<UUID> prove(String secret) {
		return RefreshToken.parse(secret)
			.filter((shown) -> this.sessions.rotate(stored(shown), stored(shown), this.settings.idleTimeout()))
			.map(RefreshToken::sessionId);
	}

	private boolean isAdmin(long userId) {
		return this.directory.find(userId).filter(Account::runsService).isPresent();
	}

	/**
	 * Of another family than the browser shows, so that neither is good for the other.
	 */
	private static RefreshToken stored(RefreshToken shown) {
		return new RefreshToken(shown.sessionId(), "page." + shown.family(), shown.secret());
	}

}
