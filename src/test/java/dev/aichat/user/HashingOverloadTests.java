package dev.aichat.user;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private Caller user;

	@BeforeEach
	void fillTheQueue() {
		this.user = this.client.newUser();
		this.encoder.pause();
		for (int i = 0; i < PasswordHasher.MAX_RUNNING + PasswordHasher.MAX_WAITING; i++) {
			this.threads.execute(() -> this.hasher.matches("any password", null));
		}
		Awaitility.await()
			.untilAsserted(
					() -> assertThatExceptionOfType(ProblemException.class).isThrownBy(this.hasher::rejectIfFull));
	}

	@AfterEach
	void emptyTheQueue() {
		this.encoder.resume();
		this.threads.shutdown();
		Awaitility.await().until(this.threads::isTerminated);
	}

	@Test
	void logInsAndRegistrationsAreRejectedWithoutADatabaseRoundTrip() {
		for (String path : List.of("/api/login", "/api/token", "/api/register", "/api/login/")) {
			Answer answer = this.client.post(path, Client.credentials(this.user.username()));
			answer.isProblem(429, "rate_limited");
			assertThat(answer.header("Retry-After")).isEqualTo("1");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(this.roundTrips.of(answer)).isEmpty();
		}
		emptyTheQueue();
		assertThat(this.client.post("/api/login", Client.credentials(this.user.username())).status()).isEqualTo(200);
	}

	@Test
	void chatsAreAnsweredWhileTheQueueIsFull() {
		assertThat(this.user.chat("Are you busy?").status()).isEqualTo(200);
		assertThat(this.user.balance()).isEqualTo(3900);
	}

}
