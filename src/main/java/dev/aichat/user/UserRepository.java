package dev.aichat.user;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.QueryHint;
import org.hibernate.jpa.SpecHints;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The users table. Each change is one statement, guarded by the state it changes from,
 * and returns the number of rows it changed.
 */
interface UserRepository extends Repository<User, Long> {

	User saveAndFlush(User user);

	@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
	Optional<User> findById(long id);

	Optional<User> findByUsernameKey(String key);

	boolean existsByUsernameKey(String key);

	Optional<UserSummary> findSummaryById(long id);

	Optional<UserSummary> findSummaryByUsernameKey(String key);

	List<UserSummary> findSummariesByIdIn(Collection<Long> ids);

	/** May look at every name, and so has 5 seconds. */
	@QueryHints(@QueryHint(name = SpecHints.HINT_SPEC_QUERY_TIMEOUT, value = "5000"))
	@Query("""
			SELECT new dev.aichat.user.UserSummary(u.id, u.username, u.role, u.enabled, u.tokens, u.createdAt,
				u.erasedAt)
			FROM User u
			WHERE u.erasedAt IS NULL AND u.id < :before AND LOCATE(:key, u.usernameKey) > 0
				AND (:role IS NULL OR u.role = :role) AND (:enabled IS NULL OR u.enabled = :enabled)
			ORDER BY u.id DESC""")
	List<UserSummary> search(String key, @Nullable Role role, @Nullable Boolean enabled, long before, Limit limit);

	long countByErasedAtIsNull();

	/**
	 * Native, because {@code @Lock} is {@code FOR NO KEY UPDATE} on PostgreSQL: a chat
	 * that begins meanwhile and the erasure of the name would block each other for ever.
	 */
	@NativeQuery("SELECT id FROM users WHERE id = :id AND erased_at IS NULL FOR UPDATE")
	Optional<Long> lock(long id);

	@NativeQuery("SELECT id FROM admin_lock FOR UPDATE")
	int acquireAdminLock();

	boolean existsByRoleAndEnabledTrueAndIdNot(Role role, long id);

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
	@Query("""
			UPDATE User u SET u.username = :name, u.usernameKey = :name, u.passwordHash = '', u.role = USER,
				u.sessionEpoch = u.sessionEpoch + 1, u.erasedAt = instant
			WHERE u.id = :id AND NOT u.enabled AND u.erasedAt IS NULL""")
	int erase(long id, String name);

	/** Replaces the hash unless the password was changed meanwhile. */
	@Modifying
	@Transactional
	@Query("UPDATE User u SET u.passwordHash = :stronger WHERE u.id = :id AND u.passwordHash = :hash")
	int replaceHash(long id, String hash, String stronger);

}
