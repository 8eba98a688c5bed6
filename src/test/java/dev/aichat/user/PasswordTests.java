package dev.aichat.user;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

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
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Passwords at registration and log-in, and the upgrade of their hashes. */
class PasswordTests extends ServiceTests {

	private static final String PASSWORD = Client.credentials("").get("password");

	@Autowired
	UserRepository users;

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
