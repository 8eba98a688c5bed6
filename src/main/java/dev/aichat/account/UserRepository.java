package dev.aichat.account;

import java.util.Optional;

import org.springframework.data.repository.Repository;

/** The users table. */
interface UserRepository extends Repository<User, Long> {

	User saveAndFlush(User user);

	Optional<User> findById(long id);

	Optional<User> findByUsernameKey(String key);

	boolean existsByUsernameKey(String key);

}
