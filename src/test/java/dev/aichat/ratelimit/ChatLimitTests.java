package dev.aichat.ratelimit;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.RateLimitTest;
import dev.aichat.testing.RoundTrips;
import dev.aichat.testing.ScriptedModel;

import static org.assertj.core.api.Assertions.assertThat;

/** The limit of a user's chats: 120 a minute. */
@RateLimitTest
class ChatLimitTests {

	private static final String POLICY = "\"chat\";q=120;w=60";

	@Autowired
	Client client;

	@Autowired
	ScriptedModel ai;

	@Autowired
	RoundTrips roundTrips;

	@Test
	void concurrentChatsAreLimitedExactlyAndRejectedOnesAreFree() {
		Caller user = this.client.newUserWith(20_000);
		Caller other = this.client.newUser();
		List<Answer> answers = Stream.of(1, 2)
			.flatMap((round) -> Concurrently.run(64, (i) -> user.chat("Hello")).stream())
			.toList();
		assertThat(answers.stream().filter((answer) -> answer.status() == 200)).hasSize(120);
		List<Answer> refused = answers.stream().filter((answer) -> answer.status() != 200).toList();
		assertThat(refused).hasSize(8).allSatisfy((answer) -> {
			answer.isProblem(429, "rate_limited");
			assertThat(answer.header("Retry-After")).isEqualTo("1");
			assertThat(answer.header("RateLimit")).isEqualTo("\"chat\";r=0;t=1");
			assertThat(answer.header("RateLimit-Policy")).isEqualTo(POLICY);
		});
		assertThat(user.balance()).isEqualTo(20_000 - 120 * 100);
		assertThat(this.ai.asked()).isEqualTo(120);
		assertThat(other.chat("Hello").status()).isEqualTo(200);
	}

	@Test
	void rejectionNeedsHardlyAnyDatabaseRoundTrips() {
		Caller user = this.client.newUserWith(20_000);
		exhaust(user);
		assertThat(this.roundTrips.of(user.chat("Hello").isProblem(429, "rate_limited"))).hasSizeLessThanOrEqualTo(1);
		assertThat(this.roundTrips.of(user.chat("Hello", "Idempotency-Key", "new").isProblem(429, "rate_limited")))
			.hasSizeLessThanOrEqualTo(2);
		user.chatIn(UUID.randomUUID().toString(), "Hello").isProblem(429, "rate_limited");
		user.chat("Hello", "Accept", "text/event-stream").isProblem(429, "rate_limited");
	}

	@Test
	void everyOutcomeReportsTheRemainingChats() {
		Caller user = this.client.newUser();
		left(user.chat("Hello"), 200, 119);
		left(user.chat("Hello", "Accept", "text/event-stream"), 200, 118);
		this.ai.script(ScriptedModel::fail);
		left(user.chat("Hello"), 502, 117);
		left(user.chat("Hello", "Accept", "text/event-stream"), 200, 116);
		left(user.chatIn(UUID.randomUUID().toString(), "Hello"), 404, 115);
		this.ai.reset();
		Caller poor = this.client.newUserWith(0);
		left(poor.chat("Hello"), 402, 79);
		assertThat(user.get("/api/balance").header("RateLimit")).isEmpty();
	}

	@Test
	void invalidRequestDoesNotCount() {
		Caller user = this.client.newUser();
		for (Answer bad : List.of(user.chat(""), user.chat("x".repeat(4001)), user.chat("Hello", "Idempotency-Key", ""),
				user.send("POST", "/api/chat", "{".getBytes()), user.post("/api/chat", Map.of()),
				user.chat("Hello", "Accept", "text/csv"), this.client.post("/api/chat", Map.of("message", "Hello")))) {
			assertThat(bad.status()).isBetween(400, 406);
			assertThat(bad.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
		}
		left(user.chat("Hello"), 200, 119);
	}

	@Test
	void replayIsAnsweredBeyondTheLimitAndDoesNotCount() {
		Caller user = this.client.newUserWith(20_000);
		Answer first = user.chat("Hello", "Idempotency-Key", "key");
		left(first, 200, 119);
		left(replayed(user, first), 200, 119);
		left(user.chat("Other", "Idempotency-Key", "key").isProblem(422, "idempotency_key_reused"), 422, 119);
		exhaust(user);
		left(replayed(user, first), 200, 0);
		left(user.chat("Hello", "Idempotency-Key", "key", "Accept", "text/event-stream"), 200, 0);
		left(user.chat("Other", "Idempotency-Key", "key").isProblem(422, "idempotency_key_reused"), 422, 0);
		user.chat("Hello", "Idempotency-Key", "another").isProblem(429, "rate_limited");
		user.chat("Hello").isProblem(429, "rate_limited");
	}

	/** Stops at the first rejection. */
	private static void exhaust(Caller user) {
		for (int i = 0; user.chat("Hello").status() == 200; i++) {
			assertThat(i).isLessThan(120);
		}
	}

	private static Answer replayed(Caller user, Answer first) {
		Answer again = user.chat("Hello", "Idempotency-Key", "key");
		assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(again.body()).isEqualTo(first.body());
		return again;
	}

	private static void left(Answer answer, int status, int left) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("RateLimit-Policy")).isEqualTo(POLICY);
		assertThat(answer.header("RateLimit"))
			.isEqualTo("\"chat\";r=%d;t=%d".formatted(left, Math.max(1, (left + 1) / 2)));
	}

}
