package dev.aichat.account;

import java.util.Optional;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The users table. */
interface UserRepository extends Repository<User, Long> {

	User saveAndFlush(User user);

	/** One statement, without a transaction of its own: every request begins with it. */
	@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
	Optional<User> findById(long id);

	Optional<User> findByUsernameKey(String key);

	boolean existsByUsernameKey(String key);

	/** Changes nothing if the password was changed meanwhile. */
	@Modifying
	@Transactional
	@Query("UPDATE User u SET u.passwordHash = :stronger WHERE u.id = :id AND u.passwordHash = :hash")
	int replaceHash(long id, String hash, String stronger);

}
