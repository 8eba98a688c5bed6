package dev.aichat.ratelimit;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.ConsoleClient;
import dev.aichat.testing.RateLimitTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Sign-ins to the console share the log-in limits; cookies over HTTPS are secure. */
@RateLimitTest
class ConsoleSignInLimitTests {

	private static final String PASSWORD = "correct horse battery";

	@Autowired
	Client client;

	@Autowired
	Admins admins;

	@Test
	void failuresAtTheConsoleAndTheApiShareALimit() {
		String name = this.admins.newAdmin().username();
		for (int i = 0; i < 5; i++) {
			assertThat(from("203.0.113.9").signIn(name, "a wrong password").status()).isEqualTo(401);
			this.client
				.post("/api/login", Map.of("username", name, "password", "a wrong password"), "X-Forwarded-For",
						"203.0.113.9")
				.isProblem(401, "invalid_credentials");
		}
		Answer refused = from("203.0.113.9").signIn(name, PASSWORD);
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.body()).contains("Too many requests", "<form", name);
		assertThat(refused.header("Retry-After")).isEqualTo("90");
		assertThat(from("198.51.100.1").signIn(name, PASSWORD).status()).isEqualTo(302);
	}

	@Test
	void correctPasswordOfAnOrdinaryUserCountsAsFailure() {
		String name = this.client.newUser().username();
		for (int i = 0; i < 10; i++) {
			assertThat(from("203.0.113.9").signIn(name, PASSWORD).status()).isEqualTo(401);
		}
		assertThat(from("203.0.113.9").signIn(name, PASSWORD).status()).isEqualTo(429);
	}

	@Test
	void successfulSignInDoesNotCount() {
		String name = this.admins.newAdmin().username();
		for (int i = 0; i < 12; i++) {
			assertThat(from("203.0.113.9").signIn(name, PASSWORD).status()).isEqualTo(302);
		}
	}

	@Test
	void cookiesSetOverHttpsAreSecure() {
		String name = this.admins.newAdmin().username();
		Answer secure = new ConsoleClient(this.client, "X-Forwarded-Proto", "https").signIn(name, PASSWORD);
		assertThat(secure.headers().allValues("Set-Cookie")).anyMatch((cookie) -> cookie.startsWith("aichat-admin="))
			.allMatch((cookie) -> cookie.contains("; Secure"));
		Answer plain = new ConsoleClient(this.client, "X-Forwarded-Proto", "http").signIn(name, PASSWORD);
		assertThat(plain.headers().allValues("Set-Cookie")).isNotEmpty()
			.noneMatch((cookie) -> cookie.contains("Secure"));
	}

	private ConsoleClient from(String address) {
		return new ConsoleClient(this.client, "X-Forwarded-For", address);
	}

}
