package dev.aichat.user;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.QuickPasswordEncoder;
import dev.aichat.testing.RoundTrips;
import dev.aichat.testing.ServiceTests;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Passwords at registration and log-in, and the upgrade and the queue of their hashes.
 */
class PasswordTests extends ServiceTests {

	private static final String PASSWORD = Client.credentials("").get("password");

	@Autowired
	UserRepository users;

	@Autowired
	RoundTrips roundTrips;

	@Autowired
	QuickPasswordEncoder encoder;

	@Autowired
	PasswordHasher hasher;

	@ParameterizedTest
	@MethodSource
	void passwordMatchesOnlyItsOwnUnicodeForms(String chosen, String same, String other) {
		String name = name();
		assertThat(register(name, chosen).status()).isEqualTo(201);
		assertThat(this.client.logIn(name, chosen).status()).isEqualTo(200);
		assertThat(this.client.logIn(name, same).status()).isEqualTo(200);
		this.client.logIn(name, other).isProblem(401, "invalid_credentials");
	}

	static Stream<Arguments> passwordMatchesOnlyItsOwnUnicodeForms() {
		String first72Bytes = "x".repeat(72);
		return Stream.of(arguments("12345678", "12345678", "1234567"),
				arguments("x".repeat(128), "x".repeat(128), "x".repeat(129)),
				arguments(first72Bytes + "one", first72Bytes + "one", first72Bytes + "two"),
				arguments("\ud83d\ude00".repeat(128), "\ud83d\ude00".repeat(128), "\ud83d\ude00".repeat(127)),
				arguments("caf\u00e9 cr\u00e8me", "cafe\u0301 cre\u0300me", "cafe creme"),
				arguments("\uff50assword of mine", "password of mine", "password of mine "),
				arguments("  of blanks  ", "  of blanks  ", "of blanks"),
				arguments("nul \0 nul", "nul \0 nul", "nul "));
	}

	@Test
	void logInWithTheRightPasswordUpgradesAWeakHash() {
		Caller user = this.client.newUser();
		weaken(user);
		assertThat(this.client.logIn(user.username(), PASSWORD).status()).isEqualTo(200);
		String strong = hash(user);
		assertThat(strong).startsWith(QuickPasswordEncoder.PREFIX);
		assertThat(this.client.logIn(user.username(), PASSWORD).status()).isEqualTo(200);
		assertThat(hash(user)).isEqualTo(strong);
	}

	@Test
	void upgradeDoesNotUndoAConcurrentPasswordChange() {
		Caller user = this.client.newUser();
		String old = hash(user);
		String changed = weaken(user);
		assertThat(this.users.replaceHash(user.id(), old, "the old password, stronger")).isZero();
		assertThat(hash(user)).isEqualTo(changed);
	}

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

	private String weaken(Caller user) {
		String weak = "{argon2id}" + new Argon2PasswordEncoder(16, 32, 1, 128, 1).encode(PASSWORD);
		this.books.change("UPDATE users SET password_hash = ? WHERE id = ?", weak, user.id());
		return weak;
	}

	private String hash(Caller user) {
		return this.books.sql()
			.sql("SELECT password_hash FROM users WHERE id = ?")
			.param(user.id())
			.query(String.class)
			.single();
	}

	private Answer register(String name, String password) {
		return this.client.post("/api/register", Map.of("username", name, "password", password));
	}

	private static String name() {
		return "password-" + UUID.randomUUID();
	}

}
