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
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.RoundTrips;

import static org.assertj.core.api.Assertions.assertThat;

/** The limits of failed log-ins, by name and address. */
@RateLimitTest
class LoginLimitTests {

	private static final String GUESSER = "203.0.113.9";

	private static final String OWNER = "198.51.100.1";

	@Autowired
	Client client;

	@Autowired
	RoundTrips roundTrips;

	@Autowired
	MovableClock clock;

	@Test
	void concurrentGuessesAreLimitedExactlyBeforeHashing() {
		String name = this.client.newUser().username();
		List<String> spellings = List.of(name, name.toUpperCase(), " " + name);
		List<Answer> answers = Concurrently.run(64, (i) -> guess(spellings.get(i % 3), GUESSER));
		assertThat(answers.stream().filter((answer) -> answer.status() == 401)).hasSize(10)
			.allSatisfy((answer) -> answer.isProblem(401, "invalid_credentials"));
		assertThat(answers.stream().filter((answer) -> answer.status() != 401)).hasSize(54).allSatisfy((answer) -> {
			answer.isProblem(429, "rate_limited");
			assertThat(answer.header("Retry-After")).isEqualTo("90");
			assertThat(answer.header("RateLimit")).startsWith("\"login\";r=0;t=90, \"login-address\";r=");
			assertThat(answer.header("RateLimit-Policy"))
				.isEqualTo("\"login\";q=10;w=900, \"login-address\";q=30;w=900");
			assertThat(this.roundTrips.of(answer)).as("what hashing begins with").isEmpty();
		});
		assertThat(guess("somebody-else", GUESSER).header("RateLimit"))
			.isEqualTo("\"login\";r=9;t=810, \"login-address\";r=19;t=570");
	}

	@Test
	void guessesFromOneAddressDoNotLockTheOwnerOut() {
		String name = this.client.newUser().username();
		for (int i = 0; i < 15; i++) {
			assertThat(guess(name, GUESSER).status()).isEqualTo((i < 10) ? 401 : 429);
			Answer owner = logIn("/api/login", name, OWNER);
			assertThat(owner.status()).isEqualTo(200);
			assertThat(owner.header("RateLimit")).isEqualTo("\"login\";r=10;t=900, \"login-address\";r=30;t=900");
		}
		logIn("/api/token", name, GUESSER).isProblem(429, "rate_limited");
		this.clock.move(Duration.ofSeconds(90));
		assertThat(logIn("/api/token", name, GUESSER).status()).isEqualTo(200);
	}

	@Test
	void guessesFromManyAddressesDoNotLockTheOwnerOut() {
		String name = this.client.newUser().username();
		for (int i = 0; i < 200; i++) {
			guess(name, "203.0.113." + i).isProblem(401, "invalid_credentials");
			if (i % 20 == 0) {
				assertThat(logIn("/api/login", name, OWNER).status()).isEqualTo(200);
			}
		}
	}

	@Test
	void addressHasALimitOverAllNames() {
		List<Answer> answers = Concurrently.run(40, (i) -> guess("name-" + i, GUESSER));
		assertThat(answers.stream().filter((answer) -> answer.status() == 401)).hasSize(30);
		assertThat(answers.stream().filter((answer) -> answer.status() == 429)).hasSize(10)
			.allSatisfy((answer) -> assertThat(answer.header("Retry-After")).isEqualTo("30"));
		guess("name-41", "203.0.113.10").isProblem(401, "invalid_credentials");
	}

	@Test
	void unknownNamesAreLimitedLikeKnownOnes() {
		String name = this.client.newUser().username();
		for (int i = 0; i < 12; i++) {
			Answer user = guess(name, "203.0.113.1");
			Answer stranger = guess("nobody-of-that-name", "203.0.113.2");
			assertThat(stranger.status()).isEqualTo(user.status());
			assertThat(stranger.body()).isEqualTo(user.body());
			assertThat(stranger.header("RateLimit")).isEqualTo(user.header("RateLimit"));
		}
	}

	@Test
	void addressIsTheLastOneBeforeTheProxies() {
		String name = this.client.newUser().username();
		for (int i = 0; i < 10; i++) {
			guess(name, "10.0.0." + i + ", " + GUESSER).isProblem(401, "invalid_credentials");
		}
		guess(name, GUESSER + ":4711").isProblem(429, "rate_limited");
		guess(name, "::ffff:" + GUESSER).isProblem(429, "rate_limited");
		guess(name, "garbage, " + GUESSER + ", 127.0.0.1").isProblem(429, "rate_limited");
		this.client.post("/api/login", wrong(name), "X-Forwarded-For", "198.51.100.7", "X-Forwarded-For", GUESSER)
			.isProblem(429, "rate_limited");
		guess(name, "198.51.100.7").isProblem(401, "invalid_credentials");
	}

	@Test
	void unreadableAddressesShareALimit() {
		String name = this.client.newUser().username();
		List<String> garbage = List.of("garbage", "[", "1.2.3.4.5", "999.1.1.1", "unknown", "x".repeat(4000),
				"1.2.3.4:x", "%", "2001:db8::1::2", "localhost");
		garbage.forEach((text) -> guess(name, text).isProblem(401, "invalid_credentials"));
		guess(name, "more garbage").isProblem(429, "rate_limited");
	}

	@Test
	void forwardedAddressOfAnUntrustedPeerIsIgnored() {
		String name = this.client.newUser().username();
		for (int i = 0; i < 12; i++) {
			Answer answer = guessDirectly(name, "203.0.113." + i);
			answer.isProblem((i < 10) ? 401 : 429, (i < 10) ? "invalid_credentials" : "rate_limited");
		}
		guess(name, "127.0.0.2").isProblem(429, "rate_limited");
		guess(name, "203.0.113.1").isProblem(401, "invalid_credentials");
	}

	private Answer guess(String username, String forwardedFor) {
		return this.client.post("/api/login", wrong(username), "X-Forwarded-For", forwardedFor);
	}

	private Answer logIn(String path, String username, String forwardedFor) {
		return this.client.post(path, Client.credentials(username), "X-Forwarded-For", forwardedFor);
	}

	/** Connects from another address than the proxy's. */
	private Answer guessDirectly(String username, String forwardedFor) {
		String body = "{\"username\": \"%s\", \"password\": \"a wrong password\"}".formatted(username);
		try (RawConnection wire = new RawConnection(this.client.uri(""), "127.0.0.2")) {
			wire.send("""
					POST /api/login HTTP/1.1\r
					Host: localhost\r
					X-Forwarded-For: %s\r
					Content-Type: application/json\r
					Content-Length: %d\r
					Connection: close\r
					\r
					%s""".formatted(forwardedFor, body.length(), body));
			return wire.answer();
		}
	}

	private static Map<String, String> wrong(String username) {
		return Map.of("username", username, "password", "a wrong password");
	}

}
