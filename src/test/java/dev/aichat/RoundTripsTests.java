package dev.aichat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.OnPostgres;
import dev.aichat.testing.RoundTrips;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The round trips of each request to the database: statements, commits and rollbacks. The
 * sessions are new, because a cached one saves a round trip.
 */
@OnPostgres
class RoundTripsTests extends ServiceTests {

	@Autowired
	RoundTrips roundTrips;

	@Test
	void registrationNeedsAtMostFour() {
		costsAtMost(4, this.client.post("/api/register", Client.credentials("thrifty")));
	}

	@Test
	void logInNeedsAtMostThree() {
		costsAtMost(3, this.client.post("/api/login", Client.credentials(this.client.newUser().username())));
	}

	@Test
	void refreshNeedsAtMostTwo() {
		Answer loggedIn = this.client.post("/api/login", Client.credentials(this.client.newUser().username()));
		Map<String, String> refresh = Map.of("refresh", loggedIn.text("refresh"));
		costsAtMost(2, this.client.post("/api/token/refresh", refresh));
		costsAtMost(2, this.client.post("/api/token/refresh", refresh));
	}

	@Test
	void logOutNeedsAtMostTwoAndEverywhereThree() {
		costsAtMost(2, this.client.newUser().post("/api/logout", Map.of()));
		costsAtMost(3, this.client.newUser().post("/api/logout", Map.of("everywhere", true)));
	}

	@Test
	void passwordChangeNeedsAtMostFive() {
		Caller user = this.client.newUser();
		String password = Client.credentials(user.username()).get("password");
		costsAtMost(5, user.post("/api/password", Map.of("current_password", password, "new_password", password)));
	}

	@Test
	void chatNeedsAtMostFive() {
		costsAtMost(5, this.client.newUser().chat("Hello"));
		costsAtMost(5, this.client.newUser().chat("Hello", "Idempotency-Key", "key"));
	}

	@Test
	void chatInAConversationNeedsAtMostSix() {
		Caller user = this.client.newUser();
		Map<String, String> next = Map.of("message", "And?", "conversation_id", user.chat("Hello").text("id"));
		costsAtMost(6, user.post("/api/chat", next, "Idempotency-Key", "key"));
	}

	@Test
	void replayedChatNeedsAtMostFive() {
		Caller user = this.client.newUser();
		user.chat("Hello", "Idempotency-Key", "key");
		costsAtMost(5, user.chat("Hello", "Idempotency-Key", "key"));
	}

	@Test
	void rejectedChatNeedsAtMostFive() {
		costsAtMost(5, this.client.newUserWith(0).chat("Hello"));
	}

	/** The most expensive request: it is charged and refunded. */
	@Test
	void failedChatNeedsAtMostEight() {
		Caller user = this.client.newUser();
		Map<String, String> next = Map.of("message", "And?", "conversation_id", user.chat("Hello").text("id"));
		this.ai.script(ScriptedModel::fail);
		costsAtMost(8, user.post("/api/chat", next, "Idempotency-Key", "key"));
	}

	@Test
	void topUpNeedsAtMostThree() {
		costsAtMost(3, this.client.newUser().post("/api/top-up", Map.of("tokens", 1)));
		costsAtMost(3, this.client.newUser().post("/api/top-up", Map.of("tokens", 1), "Idempotency-Key", "key"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/balance", "/api/ledger", "/api/chat" })
	void readNeedsAtMostTwo(String path) {
		costsAtMost(2, this.client.newUser().get(path));
	}

	private void costsAtMost(int most, Answer answer) {
		assertThat(this.roundTrips.of(answer)).isNotEmpty().hasSizeLessThanOrEqualTo(most);
	}

}
