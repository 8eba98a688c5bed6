package dev.aichat.ratelimit;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.SystemTest;

import static org.assertj.core.api.Assertions.assertThat;

/** One switch turns all limits off. */
@SystemTest
class NoLimitTests {

	@Autowired
	Client client;

	@Test
	void nobodyIsRefusedNorToldOfLimits() {
		Caller user = this.client.newUserWith(20_000);
		for (int i = 0; i < 125; i++) {
			isUnlimited(user.chat("Hello"), 200);
		}
		for (int i = 0; i < 12; i++) {
			isUnlimited(
					this.client.post("/api/login", Map.of("username", user.username(), "password", "a wrong password")),
					401);
		}
		isUnlimited(this.client.post("/api/register", Client.credentials("unlimited")), 201);
	}

	private static void isUnlimited(Answer answer, int status) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
	}

}
