package dev.aichat.chat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.ai.Completion;
import dev.aichat.ai.FinishReason;
import dev.aichat.ai.Prompt;
import dev.aichat.chat.Billing.Reservation;
import dev.aichat.testing.Books;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.SystemTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Under concurrency and failures, no token is lost, spent twice, or charged for nothing.
 */
@SystemTest
class MoneyTests {

	@Autowired
	Client client;

	@Autowired
	ScriptedModel ai;

	@Autowired
	Books books;

	@Autowired
	Billing billing;

	@Autowired
	ChatRepository chats;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	OverdueChatSweeper sweeper;

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
	void keyOfRefundedChatCanBeUsedAgain() {
		Caller user = this.client.newUser();
		this.ai.script((message, handler) -> handler.onError(new IllegalStateException("as told")));
		user.chat("Again", "Idempotency-Key", "again").isProblem(502, "ai_failed");
		this.ai.reset();
		Answer second = user.chat("Again", "Idempotency-Key", "again");
		assertThat(second.status()).isEqualTo(200);
		assertThat(second.header("Idempotency-Replayed")).isEmpty();
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

	@Test
	void overdueChatsAreRefundedOnceByManySweepers() {
		Caller user = this.client.newUser();
		for (int i = 0; i < 10; i++) {
			reserveAndExpire(user);
		}
		assertThat(user.balance()).isEqualTo(3000);
		Concurrently.run(3, (i) -> {
			this.sweeper.sweep();
			return i;
		});
		assertThat(user.balance()).isEqualTo(4000);
		assertThat(this.books.sql()
			.sql("SELECT COUNT(*) FROM ledger WHERE user_id = ? AND kind = 'REFUND'")
			.param(user.id())
			.query(Long.class)
			.single()).isEqualTo(10);
	}

	@Test
	void chatWithinItsTimeIsNotSwept() {
		Caller user = this.client.newUser();
		Reservation reservation = reserve(user);
		this.sweeper.sweep();
		assertThat(user.balance()).isEqualTo(3900);
		assertThat(this.billing.release(reservation)).contains(4000L);
		assertThat(this.billing.release(reservation)).isEmpty();
	}

	@Test
	void chatInFlightKeepsItsLeaseAndIsSweptOnceItsInstanceIsDead() {
		Caller user = this.client.newUser();
		ChatsInFlight living = new ChatsInFlight(this.chats);
		living.add(new StartedChat(reserve(user), new Prompt(List.of(), "Hello"), mock()));
		endLeases(user, 5);
		living.check();
		assertThat(freshLeases(user)).hasSize(1);
		this.sweeper.sweep();
		assertThat(user.balance()).isEqualTo(3900);
		expireAll(user);
		this.sweeper.sweep();
		assertThat(user.balance()).isEqualTo(4000);
	}

	@Test
	void lockedChatDoesNotHinderTheRenewalOfOthers() {
		Caller user = this.client.newUser();
		UUID locked = reserve(user).chatId();
		UUID other = reserve(user).chatId();
		endLeases(user, 5);
		this.transaction.executeWithoutResult((status) -> {
			this.chats.lockPending(new UUID[] { locked });
			Concurrently.run(1, (i) -> {
				this.chats.renewLeases(new UUID[] { locked, other });
				return i;
			});
		});
		assertThat(freshLeases(user)).containsExactly(other);
		expireAll(user);
	}

	@Test
	void sweepAndLateSettleNeverBothWin() {
		Caller user = this.client.newUser();
		for (int round = 0; round < 30; round++) {
			Reservation late = reserveAndExpire(user);
			List<Boolean> settled = Concurrently.run(3, (i) -> {
				if (i == 0) {
					return this.billing.settle(late.chatId(), new Completion("late", FinishReason.STOP, null, null));
				}
				this.sweeper.sweep();
				return false;
			});
			String state = user.get("/api/chat/" + late.chatId()).text("state");
			assertThat(state).isEqualTo(settled.contains(true) ? "ANSWERED" : "REFUNDED");
		}
	}

	@Test
	void replyAfterTheSweepIsDiscarded() {
		Caller user = this.client.newUser();
		this.ai.script((message, handler) -> {
			expireAll(user);
			this.sweeper.sweep();
			ScriptedModel.say("too late", handler);
		});
		Answer answer = user.chat("Late").isProblem(504, "ai_timeout");
		isRefunded(answer, user);
		assertThat(answer.body()).doesNotContain("too late");
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

	@Test
	void refundMayExceedTheMaximumBalance() {
		Caller user = this.client.newUser();
		this.ai.script((message, handler) -> {
			this.books.sql()
				.sql("UPDATE users SET tokens = tokens + 999999996100, ledger_seq = ledger_seq + 1 WHERE id = ?")
				.param(user.id())
				.update();
			this.books.sql()
				.sql("INSERT INTO ledger (user_id, seq, kind, amount, balance, created_at) "
						+ "VALUES (?, 3, 'ADJUSTMENT', 999999996100, 1000000000000, CURRENT_TIMESTAMP)")
				.param(user.id())
				.update();
			handler.onError(new IllegalStateException("as told"));
		});
		Answer answer = user.chat("Rich").isProblem(502, "ai_failed");
		assertThat(answer.number("remaining_tokens")).isEqualTo(1_000_000_000_100L);
		user.post("/api/top-up", Map.of("tokens", 1)).isProblem(400, "invalid_token_amount");
	}

	@Test
	void disabledUserCannotBeginAChat() {
		Caller user = this.client.newUser();
		assertThat(user.balance()).isEqualTo(4000);
		this.books.sql().sql("UPDATE users SET enabled = FALSE WHERE id = ?").param(user.id()).update();
		user.chat("Hello").isProblem(403, "invalid_token");
		assertThat(this.ai.asked()).isZero();
	}

	private Reservation reserve(Caller user) {
		return this.billing.reserve(new Message(user.id(), "Hello", null, null));
	}

	private Reservation reserveAndExpire(Caller user) {
		Reservation reservation = reserve(user);
		expireAll(user);
		return reservation;
	}

	private void expireAll(Caller user) {
		endLeases(user, -1);
	}

	private void endLeases(Caller user, int seconds) {
		this.books.sql().sql("""
				UPDATE chats SET expires_at = CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND
				WHERE user_id = ? AND state = 'PENDING'""").params(seconds, user.id()).update();
	}

	private List<UUID> freshLeases(Caller user) {
		return this.books.sql()
			.sql("SELECT id FROM chats WHERE user_id = ? AND expires_at > CURRENT_TIMESTAMP + INTERVAL '10' SECOND")
			.param(user.id())
			.query(UUID.class)
			.list();
	}

	private static void isRefunded(Answer problem, Caller user) {
		assertThat(problem.json().get("refunded").booleanValue()).isTrue();
		assertThat(problem.number("remaining_tokens")).isEqualTo(4000);
		assertThat(user.balance()).isEqualTo(4000);
	}

}
