package dev.aichat.user;

import java.util.Optional;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The users table. Each change is one guarded statement that returns its row count. */
interface UserRepository extends Repository<User, Long> {

	User saveAndFlush(User user);

	@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
	Optional<User> findById(long id);

	Optional<User> findByUsernameKey(String key);

	boolean existsByUsernameKey(String key);

	@Modifying(clearAutomatically = true)
	@Query("UPDATE User u SET u.enabled = FALSE, u.sessionEpoch = u.sessionEpoch + 1 WHERE u.id = :id AND u.enabled")
	int disable(long id);

	@Modifying(clearAutomatically = true)
	@Query("UPDATE User u SET u.enabled = TRUE WHERE u.id = :id AND NOT u.enabled")
	int enable(long id);

	@Modifying(clearAutomatically = true)
	@Query("UPDATE User u SET u.role = :role WHERE u.id = :id AND u.role <> :role")
	int changeRole(long id, Role role);

	@Modifying(clearAutomatically = true)
	@Query("UPDATE User u SET u.passwordHash = :hash, u.sessionEpoch = u.sessionEpoch + 1 WHERE u.id = :id")
	int resetPassword(long id, String hash);

	@Modifying(clearAutomatically = true)
	@Query("""
			UPDATE User u SET u.passwordHash = :hash, u.sessionEpoch = u.sessionEpoch + 1
			WHERE u.id = :id AND u.sessionEpoch = :epoch AND u.enabled""")
	int changePassword(long id, String hash, long epoch);

	@Modifying(clearAutomatically = true)
	@Query("UPDATE User u SET u.sessionEpoch = u.sessionEpoch + 1 WHERE u.id = :id")
	int endSessions(long id);

	@Modifying(clearAutomatically = true)
	@NativeQuery("""
			UPDATE users SET username = :name, username_key = :name, password_hash = '', role = 'USER',
				session_epoch = session_epoch + 1, erased_at = CURRENT_TIMESTAMP
			WHERE id = :id AND NOT enabled AND erased_at IS NULL""")
	int erase(long id, String name);

	/** Replaces the hash unless the password was changed meanwhile. */
	@Modifying
	@Transactional
	@Query("UPDATE User u SET u.passwordHash = :stronger WHERE u.id = :id AND u.passwordHash = :hash")
	int replaceHash(long id, String hash, String stronger);

}
