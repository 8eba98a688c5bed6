package dev.aichat.chat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Under concurrency and failures, no token is lost, spent twice, or charged for nothing.
 */
class MoneyTests extends ServiceTests {

	@ParameterizedTest
	@ValueSource(longs = { 100, 150, 199 })
	void oneOfManyParallelChatsIsPaidWhenTheBalanceIsEnoughForOne(long tokens) {
		Caller user = this.client.newUserWith(tokens);
		for (int round = 0; round < 20; round++) {
			this.ai.reset();
			List<Answer> answers = Concurrently.run(64, (i) -> user.chat("Only one of us"));
			assertThat(answers).extracting(Answer::status).containsOnly(200, 402).containsOnlyOnce(200);
			assertThat(this.ai.asked()).isEqualTo(1);
			assertThat(user.balance()).isEqualTo(tokens - 100);
			user.post("/api/top-up", Map.of("tokens", 100));
		}
	}

	@Test
	void parallelChatsTopUpsAndFailuresAddUp() {
		this.ai.script((message, handler) -> {
			switch (message) {
				case "throw" -> throw new IllegalStateException("as told");
				case "fail" -> handler.onError(new IllegalStateException("as told"));
				default -> ScriptedModel.say("yes", handler);
			}
		});
		List<Caller> users = Stream.generate(this.client::newUser).limit(8).toList();
		AtomicLong expected = new AtomicLong(8 * 4000);
		Concurrently.run(32, (worker) -> {
			Caller user = users.get(worker % users.size());
			for (int i = 0; i < 25; i++) {
				switch ((worker + i) % 4) {
					case 0 -> {
						assertThat(user.post("/api/top-up", Map.of("tokens", 70 + i)).status()).isEqualTo(200);
						expected.addAndGet(70 + i);
					}
					case 1 -> assertThat(user.chat("throw").status()).isIn(502, 402);
					case 2 -> assertThat(user.chat("fail").status()).isIn(502, 402);
					default -> {
						Answer answer = user.chat("ok");
						assertThat(answer.status()).isIn(200, 402);
						expected.addAndGet((answer.status() == 200) ? -100 : 0);
					}
				}
			}
			return worker;
		});
		assertThat(users.stream().mapToLong(Caller::balance).sum()).isEqualTo(expected.get());
	}

	/** {@link SettlementPolicyTests} has every row of the policy. */
	@ParameterizedTest
	@CsvSource({ "finished, 200", "cut at our limit, 200", "failed after text, 502", "silent, 504" })
	void replyIsChargedOrRefundedBeforeTheAnswer(String row, int status) {
		this.ai.script((message, handler) -> {
			switch (row) {
				case "finished" -> ScriptedModel.say("Hello", handler);
				case "cut at our limit" -> ScriptedModel.say("Hello".repeat(10_000), handler);
				case "failed after text" -> {
					handler.onPartialResponse("Half of ");
					handler.onError(new IllegalStateException("as told"));
				}
				default -> {
				}
			}
		});
		Caller user = this.client.newUser();
		Answer answer = user.chat(row);
		assertThat(answer.status()).isEqualTo(status);
		boolean charged = status == 200;
		assertThat(user.balance()).isEqualTo(charged ? 3900 : 4000).isEqualTo(answer.number("remaining_tokens"));
		JsonNode chat = user.get("/api/chat").json().at("/items/0");
		assertThat(chat.get("state").stringValue()).isEqualTo(charged ? "ANSWERED" : "REFUNDED");
		assertThat(chat.get("tokens_deducted").longValue()).isEqualTo(charged ? 100 : 0);
		assertThat(chat.get("response").isNull()).isEqualTo(!charged);
	}

	@Test
	void noTransactionOrConnectionIsHeldWhileTheAiAnswers() {
		this.ai
			.script((message, handler) -> ScriptedModel.say(TransactionSynchronizationManager.isSynchronizationActive()
					+ " " + TransactionSynchronizationManager.getResourceMap(), handler));
		assertThat(this.client.newUser().chat("Held?").text("response")).isEqualTo("false {}");
	}

}
