package dev.aichat.user;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.web.ProblemException;

/**
 * Adds users, checks their passwords, and changes what they may do. Each change is one
 * guarded statement, which returns whether it changed a user; one that ends sessions does
 * so by beginning a new session epoch.
 */
@Service
public class UserService {

	private final UserRepository users;

	private final PasswordHasher hasher;

	private final Clock clock;

	private final ApplicationEventPublisher events;

	UserService(UserRepository users, PasswordHasher hasher, Clock clock, ApplicationEventPublisher events) {
		this.users = users;
		this.hasher = hasher;
		this.clock = clock;
		this.events = events;
	}

	/**
	 * Hashes the password of a new user. Slow on purpose, so never in a transaction.
	 * @throws ProblemException {@code username_taken} if the name is taken, before any
	 * hashing; {@code rate_limited} while the hashing queue is full
	 */
	public String hashPassword(Username name, String password) {
		this.hasher.rejectIfFull();
		if (this.users.existsByUsernameKey(name.key())) {
			throw usernameTaken();
		}
		return this.hasher.hash(password);
	}

	/**
	 * Hashes a password. Slow on purpose, so never in a transaction.
	 * @throws ProblemException {@code rate_limited} while the hashing queue is full
	 */
	public String hashPassword(String password) {
		return this.hasher.hash(password);
	}

	/**
	 * Adds a user with no tokens, in the caller's transaction.
	 * @throws ProblemException {@code username_taken} if the name was taken meanwhile
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public User add(Username name, String passwordHash) {
		try {
			return this.users
				.saveAndFlush(new User(name, passwordHash, this.clock.instant().truncatedTo(ChronoUnit.MICROS)));
		}
		catch (DataIntegrityViolationException ex) {
			throw usernameTaken();
		}
	}

	/**
	 * Checks a password, with the same work whether or not the user exists.
	 * @param name the name in any case and Unicode form
	 * @return the user as of before the check, or nothing if the name is unknown, the
	 * password wrong or the user disabled
	 * @throws ProblemException {@code rate_limited} while the hashing queue is full,
	 * before any other work
	 */
	public Optional<User> authenticate(String name, String password) {
		return authenticate(() -> Username.parse(name).map(Username::key).flatMap(this.users::findByUsernameKey),
				password);
	}

	/** Checks the password of a known user, as above. */
	public Optional<User> authenticate(long userId, String password) {
		return authenticate(() -> this.users.findById(userId), password);
	}

	private Optional<User> authenticate(Supplier<Optional<User>> find, String password) {
		this.hasher.rejectIfFull();
		Optional<User> user = find.get();
		boolean matches = this.hasher.matches(password, user.map(User::passwordHash).orElse(null));
		Optional<User> authenticated = user.filter((found) -> matches && found.enabled());
		authenticated.ifPresent((found) -> this.hasher.strengthen(password, found.passwordHash())
			.ifPresent((stronger) -> this.users.replaceHash(found.id(), found.passwordHash(), stronger)));
		return authenticated;
	}

	/**
	 * Changes a user's password in the caller's transaction, and ends all their sessions.
	 * The epoch guards it: of two requests that proved the same password, one succeeds.
	 * @param user from {@link #authenticate(long, String)}
	 * @return the epoch of the sessions that go on, or nothing if the password or the
	 * sessions changed since the user was authenticated, or the user was disabled
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<Long> changePassword(User user, String passwordHash) {
		int rows = this.users.changePassword(user.id(), passwordHash, user.sessionEpoch());
		return publishIfChanged(user.id(), rows) ? Optional.of(user.sessionEpoch() + 1) : Optional.empty();
	}

	/** Sets a user's password without the one before, and ends all their sessions. */
	@Transactional
	public boolean resetPassword(long userId, String passwordHash) {
		return publishIfChanged(userId, this.users.resetPassword(userId, passwordHash));
	}

	/** Ends all sessions of a user, also those that a log-in is opening right now. */
	@Transactional
	public boolean endSessions(long userId) {
		return publishIfChanged(userId, this.users.endSessions(userId));
	}

	/** Bars a user from logging in and from spending, and ends all their sessions. */
	@Transactional
	public boolean disable(long userId) {
		return publishIfChanged(userId, this.users.disable(userId));
	}

	/** Lets a disabled user log in again. Earlier sessions stay ended. */
	@Transactional
	public boolean enable(long userId) {
		return publishIfChanged(userId, this.users.enable(userId));
	}

	/** Changes a user's role. The sessions go on, with the new role. */
	@Transactional
	public boolean changeRole(long userId, Role role) {
		return publishIfChanged(userId, this.users.changeRole(userId, role));
	}

	/**
	 * Erases a disabled user's name, password and role in the caller's transaction. The
	 * name is free again; its replacement breaks the rules of names, so that nobody can
	 * register or log in with it. An enabled user is not erased.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean erase(long userId) {
		return publishIfChanged(userId, this.users.erase(userId, "(erased %d)".formatted(userId)));
	}

	/**
	 * Returns {@code username_taken}: a user has the name, perhaps in another case or
	 * Unicode form.
	 */
	private static ProblemException usernameTaken() {
		return new ProblemException(HttpStatus.BAD_REQUEST, "username_taken", "username",
				"This username is already taken.");
	}

	private boolean publishIfChanged(long userId, int rows) {
		if (rows == 1) {
			this.events.publishEvent(new UserChanged(userId));
		}
		return rows == 1;
	}

}
