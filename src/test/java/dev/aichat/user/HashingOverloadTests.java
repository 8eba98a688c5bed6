package dev.aichat.user;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.QuickPasswordEncoder;
import dev.aichat.testing.RoundTrips;
import dev.aichat.testing.ServiceTests;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Log-ins and registrations while the hashing queue is full. */
class HashingOverloadTests extends ServiceTests {

	@Autowired
	RoundTrips roundTrips;

	@Autowired
	QuickPasswordEncoder encoder;

	@Autowired
	PasswordHasher hasher;

	@Test
	void logInsAndRegistrationsAreRejectedWithoutADatabaseRoundTripAndChatsAreAnswered() {
		Caller user = this.client.newUser();
		ExecutorService threads = Executors.newCachedThreadPool();
		this.encoder.pause();
		try {
			for (int i = 0; i < PasswordHasher.MAX_RUNNING + PasswordHasher.MAX_WAITING; i++) {
				threads.execute(() -> this.hasher.matches("any password", null));
			}
			Awaitility.await()
				.untilAsserted(
						() -> assertThatExceptionOfType(ProblemException.class).isThrownBy(this.hasher::rejectIfFull));
			for (String path : List.of("/api/login", "/api/token", "/api/register", "/api/login/")) {
				Answer answer = this.client.post(path, Client.credentials(user.username()));
				answer.isProblem(429, "rate_limited");
				assertThat(answer.header("Retry-After")).isEqualTo("1");
				assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
				assertThat(this.roundTrips.of(answer)).isEmpty();
			}
			assertThat(user.chat("Are you busy?").status()).isEqualTo(200);
		}
		finally {
			this.encoder.resume();
			threads.shutdown();
		}
		Awaitility.await().until(threads::isTerminated);
		assertThat(this.client.post("/api/login", Client.credentials(user.username())).status()).isEqualTo(200);
	}

}
