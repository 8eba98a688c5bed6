package dev.aichat.auth;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ConsoleClient;
import dev.aichat.user.User;

import static org.assertj.core.api.Assertions.assertThat;

/** The number of sessions stays limited under concurrency. */
class SessionLimitTests extends SessionTests {

	@Test
	void concurrentlyOpenedSessionsDoNotExceedTheMaximum() {
		Caller caller = this.client.newUser();
		User user = prove(caller);
		Concurrently.run(8, () -> IntStream.range(0, 20).forEach((i) -> open(user)));
		assertThat(count(caller)).isEqualTo(SessionService.MAX_PER_USER);
		caller.get("/api/balance").isProblem(403, "invalid_token");
		lives(open(user));
	}

	@Test
	void consoleSessionsCountToo() {
		Caller admin = this.admins.newAdmin();
		ConsoleClient browser = new ConsoleClient(this.client);
		browser.signIn(admin.username(), PASSWORD);
		User user = prove(admin);
		IntStream.range(1, SessionService.MAX_PER_USER).forEach((i) -> open(user));
		assertThat(browser.open("/admin").status()).isEqualTo(200);
		admin.get("/api/balance").isProblem(403, "invalid_token");
		assertThat(this.client.post("/api/login", Client.credentials(admin.username())).status()).isEqualTo(200);
		assertThat(browser.open("/admin").header("Location")).isEqualTo("/admin/login");
		assertThat(count(admin)).isEqualTo(SessionService.MAX_PER_USER);
	}

	@Test
	void concurrentCleanupsDeleteExpiredSessionsOnly() {
		Caller caller = this.client.newUser();
		User user = prove(caller);
		Access expired = open(user);
		age(expired, Duration.ofDays(7));
		for (int copies = 1; copies <= 2 * SessionService.CLEANUP_BATCH; copies *= 2) {
			this.books.change("""
					INSERT INTO sessions (id, user_id, epoch, family_hash, secret_hash, created_at, expires_at, ends_at)
					SELECT gen_random_uuid(), user_id, epoch, family_hash, secret_hash, created_at, expires_at, ends_at
					FROM sessions WHERE user_id = ? AND expires_at < CURRENT_TIMESTAMP""", caller.id());
		}
		assertThat(count(caller)).isGreaterThan(2 * SessionService.CLEANUP_BATCH);
		Concurrently.run(3, this.service::deleteExpired);
		assertThat(count(caller)).isOne();
		isOver(expired);
		assertThat(caller.balance()).isEqualTo(4000);
	}

}
