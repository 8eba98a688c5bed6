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

/** The number of sessions stays limited under concurrency. */
class SessionLimitTests extends SessionTests {

	@Autowired
	Books books;

	@Autowired
	ExpiredSessionCleanup cleanup;

	@Test
	void concurrentlyOpenedSessionsDoNotExceedTheMaximum() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		Concurrently.run(8, (worker) -> {
			for (int i = 0; i < 20; i++) {
				this.sessions.open(user);
			}
			return worker;
		});
		assertThat(this.sessions.count(caller)).isEqualTo(SessionService.MAX_PER_USER);
		caller.get("/api/balance").isProblem(403, "invalid_token");
		this.sessions.lives(this.sessions.open(user));
	}

	@Test
	void concurrentCleanupsDeleteExpiredSessionsOnly() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		Access expired = this.sessions.open(user);
		this.sessions.age(expired, Duration.ofDays(7));
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
		assertThat(this.sessions.count(caller)).isOne();
		this.sessions.isOver(expired);
		assertThat(caller.balance()).isEqualTo(4000);
	}

}
