package dev.aichat.account;

import java.util.Optional;

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

}
