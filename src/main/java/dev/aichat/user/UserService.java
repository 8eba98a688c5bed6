package dev.aichat.user;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.web.ProblemException;

/**
 * Adds users, checks their passwords, and changes what they may do. Each change is one
 * guarded statement; one that ends sessions does so by beginning a new session epoch.
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
	 * @param name the wanted name
	 * @param password the password, which follows {@link ValidPassword}
	 * @return the hash, for {@link #add}
	 * @throws UsernameTakenException if the name is taken, before any hashing
	 * @throws ProblemException {@code rate_limited} while the hashing queue is full
	 */
	public String hashPassword(Username name, String password) {
		this.hasher.rejectIfFull();
		if (this.users.existsByUsernameKey(name.key())) {
			throw new UsernameTakenException();
		}
		return this.hasher.hash(password);
	}

	/**
	 * Hashes a new password of an existing user. Slow on purpose, so never in a
	 * transaction.
	 * @param password the password, which follows {@link ValidPassword}
	 * @return the hash
	 * @throws ProblemException {@code rate_limited} while the hashing queue is full
	 */
	public String hashPassword(String password) {
		return this.hasher.hash(password);
	}

	/**
	 * Adds a user with no tokens, in the caller's transaction.
	 * @param name the name
	 * @param passwordHash from {@link #hashPassword}
	 * @return the user
	 * @throws UsernameTakenException if the name was taken meanwhile
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public User add(Username name, String passwordHash) {
		try {
			return this.users
				.saveAndFlush(new User(name, passwordHash, this.clock.instant().truncatedTo(ChronoUnit.MICROS)));
		}
		catch (DataIntegrityViolationException ex) {
			throw new UsernameTakenException();
		}
	}

	/**
	 * Checks a password, with the same work whether or not the user exists.
	 * @param name the name in any case and Unicode form
	 * @param password the password
	 * @return the user as of before the check, or nothing if the name is unknown, the
	 * password wrong or the user disabled
	 * @throws ProblemException {@code rate_limited} while the hashing queue is full,
	 * before any other work
	 */
	public Optional<User> authenticate(String name, String password) {
		return authenticate(() -> Username.parse(name).map(Username::key).flatMap(this.users::findByUsernameKey),
				password);
	}

	/**
	 * Checks the password of a known user.
	 * @param userId the user's id
	 * @param password the password
	 * @return the user as of before the check, or nothing if the password is wrong or the
	 * user disabled or gone
	 * @throws ProblemException {@code rate_limited} while the hashing queue is full,
	 * before any other work
	 */
	public Optional<User> authenticate(long userId, String password) {
		return authenticate(() -> this.users.findById(userId), password);
	}

	private Optional<User> authenticate(Supplier<Optional<User>> find, String password) {
		this.hasher.rejectIfFull();
		Optional<User> user = find.get();
		boolean matches = this.hasher.matches(password, user.map(User::passwordHash).orElse(null));
		Optional<User> authenticated = user.filter((found) -> matches && found.enabled());
		authenticated.ifPresent((found) -> strengthenHash(found, password));
		return authenticated;
	}

	private void strengthenHash(User user, String password) {
		this.hasher.strengthen(password, user.passwordHash())
			.ifPresent((stronger) -> this.users.replaceHash(user.id(), user.passwordHash(), stronger));
	}

	/**
	 * Changes a user's password in the caller's transaction, and ends all their sessions.
	 * The epoch guards it: of two requests that proved the same password, one succeeds.
	 * @param user from {@link #authenticate(long, String)}
	 * @param passwordHash from {@link #hashPassword(String)}
	 * @return the epoch of the sessions that go on, or nothing if the password or the
	 * sessions changed since the user was authenticated, or the user was disabled
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<Long> changePassword(User user, String passwordHash) {
		int rows = this.users.changePassword(user.id(), passwordHash, user.sessionEpoch());
		return publishIfChanged(user.id(), rows) ? Optional.of(user.sessionEpoch() + 1) : Optional.empty();
	}

	/**
	 * Sets a user's password without the one before, and ends all their sessions.
	 * @param userId the user's id
	 * @param passwordHash from {@link #hashPassword(String)}
	 * @return false if there is no such user
	 */
	@Transactional
	public boolean resetPassword(long userId, String passwordHash) {
		return publishIfChanged(userId, this.users.resetPassword(userId, passwordHash));
	}

	/**
	 * Ends all sessions of a user, also those that a log-in is opening right now.
	 * @param userId the user's id
	 * @return false if there is no such user
	 */
	@Transactional
	public boolean endSessions(long userId) {
		return publishIfChanged(userId, this.users.endSessions(userId));
	}

	/**
	 * Bars a user from logging in and from spending, and ends all their sessions.
	 * @param userId the user's id
	 * @return false if there is no such user, or it was disabled already
	 */
	@Transactional
	public boolean disable(long userId) {
		return publishIfChanged(userId, this.users.disable(userId));
	}

	/**
	 * Lets a disabled user log in again. Earlier sessions stay ended.
	 * @param userId the user's id
	 * @return false if there is no such user, or it was enabled already
	 */
	@Transactional
	public boolean enable(long userId) {
		return publishIfChanged(userId, this.users.enable(userId));
	}

	/**
	 * Changes a user's role. The sessions go on, with the new role.
	 * @param userId the user's id
	 * @param role the role
	 * @return false if there is no such user, or it had the role already
	 */
	@Transactional
	public boolean changeRole(long userId, Role role) {
		return publishIfChanged(userId, this.users.changeRole(userId, role));
	}

	/**
	 * Erases a disabled user's name, password and role in the caller's transaction. The
	 * name is free again; its replacement breaks the rules of names, so that nobody can
	 * register or log in with it.
	 * @param userId the user's id
	 * @return false if there is no such user, or it is erased already, or enabled
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean erase(long userId) {
		return publishIfChanged(userId, this.users.erase(userId, "(erased %d)".formatted(userId)));
	}

	private boolean publishIfChanged(long userId, int rows) {
		if (rows == 1) {
			this.events.publishEvent(new UserChanged(userId));
		}
		return rows == 1;
	}

}
