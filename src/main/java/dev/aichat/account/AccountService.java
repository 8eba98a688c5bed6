package dev.aichat.account;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Knows the users: adds them, checks their passwords, and tells who may act. */
@Service
public class AccountService {

	private final UserRepository users;

	private final PasswordHasher hasher;

	private final Clock clock;

	AccountService(UserRepository users, PasswordHasher hasher, Clock clock) {
		this.users = users;
		this.hasher = hasher;
		this.clock = clock;
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
		if (this.users.existsByUsernameKey(name.key())) {
			throw new UsernameTakenException();
		}
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
	 * @return the user, or nothing if the name is unknown, the password wrong or the user
	 * disabled
	 */
	public Optional<CurrentUser> authenticate(String name, String password) {
		Optional<User> user = Username.parse(name).map(Username::key).flatMap(this.users::findByUsernameKey);
		boolean matches = this.hasher.matches(password, user.map(User::passwordHash).orElse(null));
		Optional<User> known = user.filter((found) -> matches && found.enabled());
		known.ifPresent((found) -> strengthenHash(found, password));
		return known.map(User::current);
	}

	/** Now that the password is at hand, its hash can be made as the settings want it. */
	private void strengthenHash(User user, String password) {
		this.hasher.strengthen(password, user.passwordHash())
			.ifPresent((stronger) -> this.users.replaceHash(user.id(), user.passwordHash(), stronger));
	}

	/**
	 * Finds a user who may act now.
	 * @param id the user's id
	 * @return the user, or nothing if there is none or it is disabled
	 */
	public Optional<CurrentUser> findEnabled(long id) {
		return this.users.findById(id).filter(User::enabled).map(User::current);
	}

}
