package dev.aichat.user;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.web.ProblemException;

/**
 * Knows the users: adds them, checks their passwords, and decides who may act. Each
 * change is one guarded statement; what ends sessions does so in that same statement, by
 * beginning a new epoch.
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
	 * Refuses whoever wants a password hashed while as many wait for that as may.
	 * @throws ProblemException {@code rate_limited}
	 */
	public void refuseCrowd() {
		this.hasher.refuseIfFull();
	}

	/**
	 * Hashes the password of a user to be. Slow on purpose, so never inside a
	 * transaction.
	 * @param name the wanted name
	 * @param password the password, which follows {@link ValidPassword}
	 * @return the hash, for {@link #add}
	 * @throws UsernameTakenException if the name is taken, before any work is done
	 */
	public String hashPassword(Username name, String password) {
		this.hasher.refuseIfFull();
		if (this.users.existsByUsernameKey(name.key())) {
			throw new UsernameTakenException();
		}
		return this.hasher.hash(password);
	}

	/**
	 * Hashes a new password of somebody who is a user. Slow on purpose, so never inside a
	 * transaction.
	 * @param password the password, which follows {@link ValidPassword}
	 * @return the hash
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
	 * @return the user as of before the password was checked, or nothing if the name is
	 * unknown, the password wrong or the user disabled
	 */
	public Optional<User> authenticate(String name, String password) {
		this.hasher.refuseIfFull();
		return authenticate(Username.parse(name).map(Username::key).flatMap(this.users::findByUsernameKey), password);
	}

	/**
	 * Checks the password of somebody who is known.
	 * @param userId the user's id
	 * @param password the password
	 * @return the user as of before the password was checked, or nothing if the password
	 * is wrong or the user disabled or gone
	 */
	public Optional<User> authenticate(long userId, String password) {
		return authenticate(this.users.findById(userId), password);
	}

	private Optional<User> authenticate(Optional<User> user, String password) {
		boolean matches = this.hasher.matches(password, user.map(User::passwordHash).orElse(null));
		Optional<User> known = user.filter((found) -> matches && found.enabled());
		known.ifPresent((found) -> strengthenHash(found, password));
		return known;
	}

	/** Now that the password is at hand, its hash can be made as the settings want it. */
	private void strengthenHash(User user, String password) {
		this.hasher.strengthen(password, user.passwordHash())
			.ifPresent((stronger) -> this.users.replaceHash(user.id(), user.passwordHash(), stronger));
	}

	/**
	 * Gives a user the password of their own choice, in the caller's transaction, and
	 * ends all their sessions. The epoch guards it: of two who proved the same password,
	 * one changes it.
	 * @param user from {@link #authenticate(long, String)}
	 * @param passwordHash from {@link #hashPassword(String)}
	 * @return the epoch of the sessions that go on, or nothing if the password or the
	 * sessions changed since the user was authenticated, or the user was disabled
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<Long> changePassword(User user, String passwordHash) {
		int rows = this.users.changePassword(user.id(), passwordHash, user.sessionEpoch());
		return tellIfChanged(user.id(), rows) ? Optional.of(user.sessionEpoch() + 1) : Optional.empty();
	}

	/**
	 * Gives a user a password, whatever the one before, and ends all their sessions.
	 * @param userId the user's id
	 * @param passwordHash from {@link #hashPassword(String)}
	 * @return false if there is no such user
	 */
	@Transactional
	public boolean resetPassword(long userId, String passwordHash) {
		return tellIfChanged(userId, this.users.resetPassword(userId, passwordHash));
	}

	/**
	 * Ends all sessions of a user, also those that a log-in is opening right now.
	 * @param userId the user's id
	 * @return false if there is no such user
	 */
	@Transactional
	public boolean endSessions(long userId) {
		return tellIfChanged(userId, this.users.endSessions(userId));
	}

	/**
	 * Keeps a user from logging in and from spending, and ends all their sessions.
	 * @param userId the user's id
	 * @return false if there is no such user, or it was disabled already
	 */
	@Transactional
	public boolean disable(long userId) {
		return tellIfChanged(userId, this.users.disable(userId));
	}

	/**
	 * Lets a disabled user log in again. The sessions from before stay ended.
	 * @param userId the user's id
	 * @return false if there is no such user, or it was enabled already
	 */
	@Transactional
	public boolean enable(long userId) {
		return tellIfChanged(userId, this.users.enable(userId));
	}

	/**
	 * Gives a user a role. The sessions go on, with the new role.
	 * @param userId the user's id
	 * @param role the role
	 * @return false if there is no such user, or it had the role already
	 */
	@Transactional
	public boolean changeRole(long userId, Role role) {
		return tellIfChanged(userId, this.users.changeRole(userId, role));
	}

	/**
	 * Takes a disabled user's name, password and role away for good, in the caller's
	 * transaction. The name is free again. What it becomes breaks the rules of names, so
	 * that nobody can register or log in with it.
	 * @param userId the user's id
	 * @return false if there is no such user, or it is erased already, or enabled
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean erase(long userId) {
		return tellIfChanged(userId, this.users.erase(userId, "(erased %d)".formatted(userId)));
	}

	private boolean tellIfChanged(long userId, int rows) {
		if (rows == 1) {
			this.events.publishEvent(new UserChanged(userId));
		}
		return rows == 1;
	}

}
