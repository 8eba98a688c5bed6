package dev.aichat.ratelimit;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ConsoleClient;
import dev.aichat.testing.RateLimitTest;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.RoundTrips;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits by address, behind a trusted proxy: failed log-ins at the API and the
 * console, and registrations.
 */
@RateLimitTest
class AddressLimitTests {

	private static final String PASSWORD = "correct horse battery";

	private static final String GUESSER = "203.0.113.9";

	private static final String OWNER = "198.51.100.1";

	@Autowired
	Client client;

	@Autowired
	Admins admins;

	@Autowired
	RoundTrips roundTrips;

	@Test
	void concurrentGuessesAreLimitedExactlyBeforeHashing() {
		String name = this.client.newUser().username();
		List<String> spellings = List.of(name, name.toUpperCase(), " " + name);
		List<Answer> answers = Concurrently.run(64, (i) -> guess(spellings.get(i % 3), GUESSER));
		assertThat(answers.stream().filter((answer) -> answer.status() == 401)).hasSize(10);
		assertThat(answers.stream().filter((answer) -> answer.status() != 401)).hasSize(54).allSatisfy((answer) -> {
			answer.isProblem(429, "rate_limited");
			assertThat(answer.header("Retry-After")).isEqualTo("90");
			assertThat(answer.header("RateLimit")).startsWith("\"login\";r=0;t=90, \"login-address\";r=");
			assertThat(answer.header("RateLimit-Policy"))
				.isEqualTo("\"login\";q=10;w=900, \"login-address\";q=30;w=900");
			assertThat(this.roundTrips.of(answer)).as("what hashing begins with").isEmpty();
		});
		logIn("/api/token", name, GUESSER).isProblem(429, "rate_limited");
		assertThat(logIn("/api/login", name, OWNER).status()).isEqualTo(200);
	}

	@Test
	void concurrentRegistrationsAreLimitedExactly() {
		List<Answer> answers = Concurrently.run(64, (i) -> register("many-" + i, GUESSER));
		assertThat(answers.stream().filter((answer) -> answer.status() == 201)).hasSize(20);
		assertThat(answers.stream().filter((answer) -> answer.status() != 201)).hasSize(44).allSatisfy((answer) -> {
			answer.isProblem(429, "rate_limited");
			assertThat(answer.header("Retry-After")).isEqualTo("180");
			assertThat(answer.header("RateLimit")).isEqualTo("\"registration\";r=0;t=180");
			assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"registration\";q=20;w=3600");
			assertThat(this.roundTrips.of(answer)).isEmpty();
		});
		assertThat(register("elsewhere", OWNER).status()).isEqualTo(201);
	}

	@Test
	void takenNamesCountAndInvalidRegistrationsDoNot() {
		register("Taken", GUESSER);
		Answer taken = register("TAKEN", GUESSER).isProblem(400, "username_taken");
		assertThat(taken.header("RateLimit")).isEqualTo("\"registration\";r=18;t=3240");
		Answer invalid = register("<>", GUESSER).isProblem(400, "validation_failed");
		assertThat(invalid.header("RateLimit")).isEmpty();
		assertThat(register("Next", GUESSER).header("RateLimit")).isEqualTo("\"registration\";r=17;t=3060");
	}

	@Test
	void failuresAtTheConsoleAndTheApiShareALimit() {
		String name = this.admins.newAdmin().username();
		for (int i = 0; i < 5; i++) {
			assertThat(signIn(name, "a wrong password", GUESSER).status()).isEqualTo(401);
			guess(name, GUESSER).isProblem(401, "invalid_credentials");
		}
		Answer refused = signIn(name, PASSWORD, GUESSER);
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.body()).contains("Too many requests", "<form", name);
		assertThat(refused.header("Retry-After")).isEqualTo("90");
		assertThat(signIn(name, PASSWORD, OWNER).status()).isEqualTo(302);
	}

	@Test
	void onlyFailedSignInsToTheConsoleCount() {
		String admin = this.admins.newAdmin().username();
		String user = this.client.newUser().username();
		for (int i = 0; i < 11; i++) {
			assertThat(signIn(admin, PASSWORD, OWNER).status()).isEqualTo(302);
			assertThat(signIn(user, PASSWORD, OWNER).status()).isEqualTo((i < 10) ? 401 : 429);
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
		for (int i = 0; i < 11; i++) {
			assertThat(guess(name, "unreadable-" + i).status()).isEqualTo((i < 10) ? 401 : 429);
		}
	}

	@Test
	void forwardedAddressOfAnUntrustedPeerIsIgnored() {
		String name = this.client.newUser().username();
		for (int i = 0; i < 11; i++) {
			assertThat(guessDirectly(name, "203.0.113." + i).status()).isEqualTo((i < 10) ? 401 : 429);
		}
		guess(name, "127.0.0.2").isProblem(429, "rate_limited");
		guess(name, "203.0.113.1").isProblem(401, "invalid_credentials");
	}

	@Test
	void answersOverHttpsHaveSecureCookiesAndDemandHttps() {
		String name = this.admins.newAdmin().username();
		Answer secure = new ConsoleClient(this.client, "X-Forwarded-Proto", "https").signIn(name, PASSWORD);
		assertThat(secure.headers().allValues("Set-Cookie")).anyMatch((cookie) -> cookie.startsWith("aichat-admin="))
			.allMatch((cookie) -> cookie.contains("; Secure"));
		assertThat(secure.header("Strict-Transport-Security")).contains("max-age=").doesNotContain("includeSubDomains");
		Answer plain = new ConsoleClient(this.client, "X-Forwarded-Proto", "http").signIn(name, PASSWORD);
		assertThat(plain.headers().allValues("Set-Cookie")).isNotEmpty()
			.noneMatch((cookie) -> cookie.contains("Secure"));
		assertThat(plain.header("Strict-Transport-Security")).isEmpty();
	}

	private Answer guess(String username, String forwardedFor) {
		return this.client.post("/api/login", wrong(username), "X-Forwarded-For", forwardedFor);
	}

	private Answer logIn(String path, String username, String forwardedFor) {
		return this.client.post(path, Client.credentials(username), "X-Forwarded-For", forwardedFor);
	}

	private Answer register(String username, String forwardedFor) {
		return logIn("/api/register", username, forwardedFor);
	}

	private Answer signIn(String username, String password, String forwardedFor) {
		return new ConsoleClient(this.client, "X-Forwarded-For", forwardedFor).signIn(username, password);
	}

	/** Connects from another address than the proxy's. */
	private Answer guessDirectly(String username, String forwardedFor) {
		String body = new String(Client.json(wrong(username)));
		try (RawConnection connection = new RawConnection(this.client.uri(""), "127.0.0.2")) {
			connection.send(RawConnection.post("/api/login", body, "X-Forwarded-For: " + forwardedFor));
			return connection.answer();
		}
	}

	private static Map<String, String> wrong(String username) {
		return Map.of("username", username, "password", "a wrong password");
	}

}
