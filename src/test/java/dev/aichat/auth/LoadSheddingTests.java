package dev.aichat.auth;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.RoundTrips;
import dev.aichat.testing.SystemTest;
import dev.aichat.user.QuickHasher;

import static org.assertj.core.api.Assertions.assertThat;

/** While too many log in already, others are told at once, and chats go on. */
@SystemTest
class LoadSheddingTests {

	@Autowired
	Client client;

	@Autowired
	RoundTrips roundTrips;

	@Autowired
	QuickHasher hasher;

	Caller user;

	@BeforeEach
	void gather() {
		this.user = this.client.newUser();
		this.hasher.crowded(true);
	}

	@AfterEach
	void disperse() {
		this.hasher.crowded(false);
	}

	@Test
	void nobodyIsLetInAndTheDatabaseIsNotAsked() {
		for (String path : List.of("/api/login", "/api/token", "/api/register", "/api/login/")) {
			Answer answer = this.client.post(path, Client.credentials(this.user.username()));
			answer.isProblem(429, "rate_limited");
			assertThat(answer.header("Retry-After")).isEqualTo("1");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(this.roundTrips.of(answer)).isEmpty();
		}
		this.hasher.crowded(false);
		assertThat(this.client.post("/api/login", Client.credentials(this.user.username())).status()).isEqualTo(200);
	}

	@Test
	void whoIsInGoesOn() {
		assertThat(this.user.chat("Is it crowded?").status()).isEqualTo(200);
		assertThat(this.user.balance()).isEqualTo(3900);
	}

}
