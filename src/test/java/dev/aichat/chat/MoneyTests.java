package dev.aichat.chat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

	@Test
	void noTransactionOrConnectionIsHeldWhileTheAiAnswers() {
		this.ai
			.script((message, handler) -> ScriptedModel.say(TransactionSynchronizationManager.isSynchronizationActive()
					+ " " + TransactionSynchronizationManager.getResourceMap(), handler));
		assertThat(this.client.newUser().chat("Held?").text("response")).isEqualTo("false {}");
	}

	@Test
	void unstorableCharactersOfReplyAreReplaced() {
		Caller user = this.client.newUser();
		this.ai.script((message, handler) -> ScriptedModel.say("nul \0, half \ud800, whole \ud83d\ude00", handler));
		assertThat(user.chat("Odd").text("response")).isEqualTo("nul \ufffd, half \ufffd, whole \ud83d\ude00");
	}

}
