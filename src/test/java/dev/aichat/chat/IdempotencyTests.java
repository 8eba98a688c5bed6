package dev.aichat.chat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** A request with an idempotency key is charged, or topped up, at most once. */
class IdempotencyTests extends ServiceTests {

	@Test
	void parallelRequestsWithOneKeyAreChargedOnce() {
		Caller user = this.client.newUser();
		for (int round = 1; round <= 20; round++) {
			String key = "key-" + round;
			List<Answer> answers = Concurrently.run(16, (i) -> user.chat("Once", "Idempotency-Key", key));
			List<Answer> answered = answers.stream().filter((answer) -> answer.status() == 200).toList();
			assertThat(answered.stream().filter((answer) -> answer.header("Idempotency-Replayed").isEmpty()))
				.hasSize(1);
			assertThat(answered).extracting(Answer::body).containsOnly(answered.get(0).body());
			answers.stream()
				.filter((answer) -> answer.status() != 200)
				.forEach((answer) -> answer.isProblem(409, "request_in_progress"));
			assertThat(user.balance()).isEqualTo(4000 - 100L * round);
		}
		assertThat(this.ai.asked()).isEqualTo(20);
	}

	@Test
	void keyIsInProgressThenReplayedThenRejectedForAnotherRequest() throws InterruptedException {
		Caller user = this.client.newUser();
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch refused = new CountDownLatch(1);
		this.ai.script((message, handler) -> {
			asked.countDown();
			Concurrently.await(refused);
			ScriptedModel.say("at last", handler);
		});
		List<Answer> answers = Concurrently.run(2, (i) -> {
			if (i == 0) {
				return user.chat("Slow", "Idempotency-Key", "slow");
			}
			Concurrently.await(asked);
			Answer second = user.chat("Slow", "Idempotency-Key", "slow", "Accept", "text/event-stream");
			refused.countDown();
			return second;
		});
		answers.get(1).isProblem(409, "request_in_progress");
		assertThat(answers.get(1).header("Retry-After")).isNotEmpty();
		Answer replay = user.chat("Slow", "Idempotency-Key", "slow");
		assertThat(replay.body()).isEqualTo(answers.get(0).body());
		assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
		user.chat("Other", "Idempotency-Key", "slow").isProblem(422, "idempotency_key_reused");
		user.post("/api/chat", Map.of("message", "Slow", "conversation_id", replay.text("id")), "Idempotency-Key",
				"slow")
			.isProblem(422, "idempotency_key_reused");
		assertThat(user.balance()).isEqualTo(3900);
	}

	@Test
	void keysBelongToTheirUser() {
		Caller one = this.client.newUser();
		Caller other = this.client.newUser();
		String id = one.chat("Mine", "Idempotency-Key", "same").text("id");
		assertThat(other.chat("Mine", "Idempotency-Key", "same").text("id")).isNotEqualTo(id);
	}

	@Test
	void parallelTopUpsWithOneKeyAreCarriedOutOnce() {
		Caller user = this.client.newUser();
		for (int round = 1; round <= 10; round++) {
			String key = "key-" + round;
			List<Answer> answers = Concurrently.run(16,
					(i) -> user.post("/api/top-up", Map.of("tokens", 500), "Idempotency-Key", key));
			assertThat(answers).extracting(Answer::status).containsOnly(200);
			assertThat(answers).extracting(Answer::body).containsOnly(answers.get(0).body());
			assertThat(answers).extracting((answer) -> answer.header("Idempotency-Replayed")).containsOnlyOnce("");
			assertThat(user.balance()).isEqualTo(4000 + 500L * round);
		}
		user.post("/api/top-up", Map.of("tokens", 501), "Idempotency-Key", "key-1")
			.isProblem(422, "idempotency_key_reused");
	}

}
