package dev.aichat.auth;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Books;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.user.User;

import static org.assertj.core.api.Assertions.assertThat;

/** Expired sessions are deleted. */
class ExpiredSessionCleanupTests extends SessionTests {

	@Autowired
	Books books;

	@Autowired
	ExpiredSessionCleanup cleanup;

	@Test
	void concurrentCleanupsDeleteExpiredSessionsOnly() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		Access expired = this.sessions.open(user);
		Access kept = this.sessions.open(user);
		this.sessions.age(expired, Duration.ofDays(7));
		Access nearly = this.sessions.open(user);
		this.sessions.age(nearly, Duration.ofDays(7).minusMinutes(1));
		for (int copies = 1; copies <= 2 * ExpiredSessionCleanup.BATCH; copies *= 2) {
			this.books.sql().sql("""
					INSERT INTO sessions (id, user_id, epoch, family_hash, secret_hash, created_at, expires_at, ends_at)
					SELECT gen_random_uuid(), user_id, epoch, family_hash, secret_hash, created_at, expires_at, ends_at
					FROM sessions WHERE user_id = ? AND expires_at < CURRENT_TIMESTAMP""").param(caller.id()).update();
		}
		assertThat(this.sessions.count(caller)).isGreaterThan(2 * ExpiredSessionCleanup.BATCH);
		Concurrently.run(3, (i) -> {
			this.cleanup.deleteExpired();
			return i;
		});
		assertThat(this.sessions.count(caller)).isEqualTo(3);
		this.sessions.isOver(expired);
		this.sessions.lives(kept);
		this.sessions.lives(nearly);
	}

}
