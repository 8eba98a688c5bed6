package dev.aichat.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.MovableClock;
import dev.aichat.testing.RateLimitTest;
import dev.aichat.testing.RoundTrips;

import static org.assertj.core.api.Assertions.assertThat;

/** The limit of registrations from one address, here 20 an hour. */
@RateLimitTest
class RegistrationLimitTests {

	@Autowired
	Client client;

	@Autowired
	RoundTrips roundTrips;

	@Autowired
	MovableClock clock;

	@Test
	void concurrentRegistrationsAreLimitedExactly() {
		List<Answer> answers = Concurrently.run(64, (i) -> register("many-" + i, "203.0.113.9"));
		assertThat(answers.stream().filter((answer) -> answer.status() == 201)).hasSize(20);
		assertThat(answers.stream().filter((answer) -> answer.status() != 201)).hasSize(44).allSatisfy((answer) -> {
			answer.isProblem(429, "rate_limited");
			assertThat(answer.header("Retry-After")).isEqualTo("180");
			assertThat(answer.header("RateLimit")).isEqualTo("\"registration\";r=0;t=180");
			assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"registration\";q=20;w=3600");
			assertThat(this.roundTrips.of(answer)).isEmpty();
		});
		assertThat(register("elsewhere", "203.0.113.10").status()).isEqualTo(201);
		this.clock.move(Duration.ofSeconds(180));
		assertThat(register("later", "203.0.113.9").status()).isEqualTo(201);
		register("too-early", "203.0.113.9").isProblem(429, "rate_limited");
	}

	@Test
	void takenNamesCountAndBadRequestsDoNot() {
		assertThat(register("Taken", "203.0.113.9").header("RateLimit")).isEqualTo("\"registration\";r=19;t=3420");
		Answer taken = register("TAKEN", "203.0.113.9").isProblem(400, "username_taken");
		assertThat(taken.header("RateLimit")).isEqualTo("\"registration\";r=18;t=3240");
		Answer bad = this.client.post("/api/register", Map.of("username", "Short", "password", "short"),
				"X-Forwarded-For", "203.0.113.9");
		assertThat(bad.isProblem(400, "validation_failed").header("RateLimit")).isEmpty();
		assertThat(register("Next", "203.0.113.9").header("RateLimit")).isEqualTo("\"registration\";r=17;t=3060");
	}

	private Answer register(String username, String address) {
		return this.client.post("/api/register", Client.credentials(username), "X-Forwarded-For", address);
	}

}
