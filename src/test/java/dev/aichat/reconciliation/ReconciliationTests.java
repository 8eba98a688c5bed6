package dev.aichat.reconciliation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.LogLines;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Manual changes of the ledger are reported; ordinary traffic is not. */
class ReconciliationTests extends ServiceTests {

	@RegisterExtension
	final LogLines log = new LogLines();

	@Autowired
	Reconciliation reconciliation;

	@Autowired
	TransactionTemplate transaction;

	@Test
	void mismatchShowsInLogHealthAndMetricsUntilItIsCorrected() {
		Caller user = this.client.newUser();
		isReported("UP", 0);
		whileBroken(user, "UPDATE users SET tokens = tokens + 1 WHERE id = :user", () -> {
			isReported("DOWN", 1);
			assertThat(this.log.lines().filter((line) -> line.startsWith("ERROR"))).singleElement()
				.asString()
				.contains("[" + user.id() + "]", "the newest ledger entry has the user's balance")
				.doesNotContain(user.username());
		});
		isReported("UP", 0);
		assertThat(this.log.lines()).last().asString().contains("The ledger is consistent again");
	}

	/** No constraint prevents these statements. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			the newest ledger entry has the user's balance | UPDATE users SET ledger_seq = 3 WHERE id = :user
			the newest ledger entry has the user's balance | UPDATE users SET ledger_seq = 6 WHERE id = :user
			a ledger entry follows from the one before | UPDATE ledger SET seq = 9 WHERE user_id = :user AND seq = 2
			a ledger entry follows from the one before | UPDATE ledger SET amount = 1 WHERE user_id = :user AND seq = 1
			a ledger entry follows from the one before | UPDATE ledger SET amount = 1 WHERE user_id = :user AND seq = 2
			a chat is charged once | UPDATE chats SET price = 99 WHERE user_id = :user AND state = 'ANSWERED'
			a chat is charged once | UPDATE chats SET state = 'ANSWERED', response = 'Hi', finish_reason = 'STOP', \
			answered_at = created_at WHERE user_id = :user AND message = 'Fail'
			a chat is charged once | UPDATE chats SET state = 'REFUNDED', response = NULL, finish_reason = NULL, \
			answered_at = NULL WHERE user_id = :user AND message = 'Hello'
			a chat is charged once | UPDATE chats SET user_id = user_id - 1 WHERE user_id = :user
			a chat is charged once | UPDATE ledger SET chat_id = gen_random_uuid() WHERE user_id = :user AND seq = 3
			a charge or refund is for a chat | UPDATE ledger SET chat_id = gen_random_uuid() \
			WHERE user_id = :user AND seq = 3""")
	void breachOfEachRuleIsReported(String rule, String statement) {
		this.client.newUser();
		Caller user = this.client.newUser();
		user.post("/api/top-up", Map.of("tokens", 7));
		user.chat("Hello");
		this.ai.script(ScriptedModel::fail);
		user.chat("Fail");
		whileBroken(user, statement, () -> {
			reconcile();
			assertThat(this.reconciliation.mismatches()).isPositive();
			assertThat(this.log.lines()).anyMatch((line) -> line.contains(rule));
		});
		reconcile();
		assertThat(this.reconciliation.mismatches()).isZero();
	}

	@Test
	void sliceHoldsWholeUsersAndAPassHoldsAll() {
		Caller user = this.client.newUser();
		user.chat("Hello");
		whileBroken(user, "UPDATE users SET tokens = tokens + 1 WHERE id = :user", () -> {
			Reconciliation small = new Reconciliation(this.books.sql(),
					new ReconciliationSettings(1, Duration.ofSeconds(1)), Clock.systemUTC(), new SimpleMeterRegistry());
			long slices = 0;
			while (!small.checkSlice()) {
				slices++;
			}
			assertThat(slices).isEqualTo(this.books.number("SELECT COUNT(DISTINCT user_id) FROM ledger"));
			assertThat(small.mismatches()).isOne();
		});
	}

	/** Repeats the chat in case a sweeper is faster. */
	@Test
	void overdueChatIsReported() {
		this.ai.script((message, handler) -> {
			Awaitility.await().until(() -> {
				this.books.change(
						"UPDATE chats SET expires_at = CURRENT_TIMESTAMP - INTERVAL '21' SECOND WHERE state = 'PENDING'");
				reconcile();
				return this.reconciliation.mismatches() > 0;
			});
			ScriptedModel.say("at last", handler);
		});
		Caller user = this.client.newUser();
		Stream.generate(() -> user.chat("Hello").status()).filter((status) -> status == 200).findFirst();
		assertThat(this.log.text()).contains("[" + user.id() + "]", "PENDING past its time");
		reconcile();
		assertThat(this.reconciliation.mismatches()).isZero();
	}

	@Test
	void ordinaryTrafficIsNoMismatch() {
		this.ai.script((message, handler) -> {
			if (message.equals("Fail")) {
				throw new IllegalStateException("as told");
			}
			ScriptedModel.say("yes", handler);
		});
		List<Caller> users = Stream.generate(this.client::newUser).limit(3).toList();
		AtomicInteger working = new AtomicInteger(6);
		List<Integer> counts = Concurrently.run(7, (worker) -> {
			if (worker == 6) {
				int passes = 0;
				for (; working.get() > 0; passes++) {
					reconcile();
					assertThat(this.reconciliation.mismatches()).isZero();
				}
				return passes;
			}
			try {
				for (int i = 0; i < 20; i++) {
					Caller user = users.get((worker + i) % users.size());
					user.post("/api/top-up", Map.of("tokens", 200));
					user.chat("Hello");
					user.chat("Fail");
				}
			}
			finally {
				working.decrementAndGet();
			}
			return 0;
		});
		assertThat(counts.get(6)).isGreaterThan(2);
		assertThat(this.log.text()).doesNotContain("inconsistent");
	}

	private void isReported(String status, int mismatches) {
		reconcile();
		Answer health = this.client.manage("/actuator/health");
		assertThat(health.status()).isEqualTo(status.equals("UP") ? 200 : 503);
		assertThat(health.json().at("/components/ledger/status").stringValue()).isEqualTo(status);
		assertThat(health.json().at("/components/ledger/details/mismatches").intValue()).isEqualTo(mismatches);
		assertThat(this.client.manage("/actuator/prometheus").body())
			.contains("\naichat_ledger_mismatches " + mismatches + ".0\n");
		assertThat(this.client.get("/readyz").status()).isEqualTo(200);
		assertThat(this.client.get("/livez").status()).isEqualTo(200);
	}

	/** Completes a pass over all users. */
	private void reconcile() {
		boolean last = false;
		while (!last) {
			last = this.reconciliation.checkSlice();
		}
	}

	/** Changes the books by hand, and undoes that after the check. */
	private void whileBroken(Caller user, String statement, Runnable check) {
		this.transaction.executeWithoutResult((status) -> {
			status.setRollbackOnly();
			assertThat(this.books.sql().sql(statement).param("user", user.id()).update()).isPositive();
			check.run();
		});
	}

}
