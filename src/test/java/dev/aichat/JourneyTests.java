package dev.aichat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** The journey of one user, from registration to log-out. */
class JourneyTests extends ServiceTests {

	@Test
	void userChatsUntilTokensRunOutThenTopsUpChatsOnAndLogsOut() {
		Answer registered = this.client.post("/api/register", Client.credentials(" Ada "));
		assertThat(registered.status()).isEqualTo(201);
		assertThat(registered.text("message")).isEqualTo("User registered successfully.");
		assertThat(registered.text("username")).isEqualTo("Ada");
		assertThat(registered.number("tokens")).isEqualTo(4000);

		Answer loggedIn = this.client.post("/api/login", Client.credentials("ada"));
		assertThat(loggedIn.status()).isEqualTo(200);
		assertThat(loggedIn.text("access")).isEqualTo(loggedIn.text("token"));
		assertThat(loggedIn.text("token_type")).isEqualTo("Bearer");
		assertThat(loggedIn.number("expires_in")).isEqualTo(1800);
		Caller ada = new Caller(this.client, registered.number("id"), "Ada", loggedIn.text("token"));

		for (int chats = 1; chats <= 40; chats++) {
			answered(ada, 4000 - 100L * chats);
		}
		refused(ada);

		Answer refreshed = this.client.post("/api/token/refresh", Map.of("refresh", loggedIn.text("refresh")));
		assertThat(refreshed.status()).isEqualTo(200);
		ada = new Caller(this.client, registered.number("id"), "Ada", refreshed.text("access"));
		Answer toppedUp = ada.post("/api/top-up", Map.of("tokens", 500));
		assertThat(toppedUp.status()).isEqualTo(200);
		assertThat(toppedUp.text("message")).isEqualTo("Successfully added 500 tokens.");
		assertThat(toppedUp.number("tokens_added")).isEqualTo(500);
		assertThat(toppedUp.number("total_tokens")).isEqualTo(500);
		for (int chats = 1; chats <= 5; chats++) {
			answered(ada, 500 - 100L * chats);
		}
		refused(ada);

		JsonNode entries = ada.get("/api/ledger?limit=100").json().get("items");
		assertThat(entries).hasSize(47);
		assertThat(entries.valueStream().mapToLong((entry) -> entry.get("amount").longValue()).sum())
			.isEqualTo(ada.balance())
			.isZero();
		assertThat(ada.get("/api/chat?limit=100").json().get("items")).hasSize(45);

		assertThat(ada.post("/api/logout", Map.of()).status()).isEqualTo(200);
		ada.chat("Hello").isProblem(403, "invalid_token");
	}

	private static void answered(Caller caller, long remaining) {
		Answer answer = caller.chat("Hello");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text("message")).isEqualTo("Hello");
		assertThat(answer.text("response")).isEqualTo("This is a dummy response.");
		assertThat(answer.number("tokens_deducted")).isEqualTo(100);
		assertThat(answer.number("remaining_tokens")).isEqualTo(remaining);
		assertThat(answer.text("conversation_id")).isEqualTo(answer.text("id"));
	}

	private static void refused(Caller caller) {
		Answer answer = caller.chat("Hello").isProblem(402, "insufficient_tokens");
		assertThat(answer.number("required")).isEqualTo(100);
		assertThat(answer.number("remaining_tokens")).isZero();
	}

}
