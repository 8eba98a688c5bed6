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

import org.springframework.beans.factory.annotation.Autowired;

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

	@Test
	void mismatchShowsInLogHealthAndMetricsUntilItIsCorrected() {
		Caller user = this.client.newUser();
		isReported("UP", 0);
		change(user, "UPDATE users SET tokens = tokens + 1 WHERE id = :user");
		try {
			isReported("DOWN", 1);
			assertThat(this.log.lines().filter((line) -> line.startsWith("ERROR"))).singleElement()
				.asString()
				.contains("[" + user.id() + "]", "the newest ledger entry has the user's balance")
				.doesNotContain(user.username());
		}
		finally {
			change(user, "UPDATE users SET tokens = 4000 WHERE id = :user");
		}
		isReported("UP", 0);
		assertThat(this.log.lines()).last().asString().contains("The ledger is consistent again");
	}

	@Test
	void breachOfEachRuleIsReported() {
		this.client.newUser();
		Caller user = this.client.newUser();
		user.post("/api/top-up", Map.of("tokens", 7));
		user.chat("Hello");
		this.ai.script(ScriptedModel::fail);
		user.chat("Fail");
		for (Breach breach : Breach.values()) {
			long before = this.log.lines().count();
			change(user, breach.breaking);
			try {
				reconcile();
				assertThat(this.reconciliation.mismatches()).as(breach.name()).isPositive();
				assertThat(this.log.lines().skip(before)).as(breach.name())
					.anyMatch((line) -> line.contains(breach.rule));
			}
			finally {
				change(user, breach.mending);
			}
			reconcile();
			assertThat(this.reconciliation.mismatches()).as(breach.name()).isZero();
		}
	}

	@Test
	void sliceHoldsWholeUsersAndAPassHoldsAll() {
		Caller user = this.client.newUser();
		user.chat("Hello");
		change(user, "UPDATE users SET tokens = tokens + 1 WHERE id = :user");
		try {
			Reconciliation small = new Reconciliation(this.books.sql(),
					new ReconciliationSettings(1, Duration.ofSeconds(1)), Clock.systemUTC(), new SimpleMeterRegistry());
			int slices = 1;
			while (!small.checkSlice()) {
				slices++;
			}
			assertThat(slices - 1).isEqualTo(
					this.books.sql().sql("SELECT COUNT(DISTINCT user_id) FROM ledger").query(Integer.class).single());
			assertThat(small.mismatches()).isOne();
		}
		finally {
			change(user, "UPDATE users SET tokens = 3900 WHERE id = :user");
		}
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
		List<Integer> passes = Concurrently.run(7, (worker) -> {
			if (worker == 6) {
				return reconcileWhileWorking(working);
			}
			try {
				for (int i = 0; i < 60; i++) {
					Caller user = users.get((worker + i) % users.size());
					switch (i % 3) {
						case 0 -> user.post("/api/top-up", Map.of("tokens", 200));
						case 1 -> user.chat("Hello");
						default -> user.chat("Fail");
					}
				}
			}
			finally {
				working.decrementAndGet();
			}
			return 0;
		});
		assertThat(passes.get(6)).isGreaterThan(2);
		assertThat(this.log.text()).doesNotContain("inconsistent");
	}

	private int reconcileWhileWorking(AtomicInteger working) {
		int passes = 0;
		while (working.get() > 0) {
			reconcile();
			assertThat(this.reconciliation.mismatches()).isZero();
			passes++;
		}
		return passes;
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

	private void change(Caller user, String statement) {
		assertThat(this.books.sql().sql(statement).param("user", user.id()).update()).isPositive();
	}

	/** Manual changes of a user's ledger or chats that no constraint prevents. */
	enum Breach {

		SEQ_IS_BEHIND("the newest ledger entry has the user's balance",
				"UPDATE users SET ledger_seq = 3 WHERE id = :user", "UPDATE users SET ledger_seq = 5 WHERE id = :user"),

		SEQ_IS_AHEAD("the newest ledger entry has the user's balance",
				"UPDATE users SET ledger_seq = 6 WHERE id = :user", "UPDATE users SET ledger_seq = 5 WHERE id = :user"),

		NEWEST_ENTRY_IS_GONE("the newest ledger entry has the user's balance",
				"UPDATE ledger SET seq = 9 WHERE user_id = :user AND seq = 5",
				"UPDATE ledger SET seq = 5 WHERE user_id = :user AND seq = 9"),

		ENTRY_IS_GONE("a ledger entry follows from the one before",
				"UPDATE ledger SET seq = 9 WHERE user_id = :user AND seq = 2",
				"UPDATE ledger SET seq = 2 WHERE user_id = :user AND seq = 9"),

		FIRST_AMOUNT("a ledger entry follows from the one before",
				"UPDATE ledger SET amount = 3999 WHERE user_id = :user AND seq = 1",
				"UPDATE ledger SET amount = 4000 WHERE user_id = :user AND seq = 1"),

		AMOUNT("a ledger entry follows from the one before",
				"UPDATE ledger SET amount = 8 WHERE user_id = :user AND seq = 2",
				"UPDATE ledger SET amount = 7 WHERE user_id = :user AND seq = 2"),

		BALANCE("a ledger entry follows from the one before",
				"UPDATE ledger SET balance = 0 WHERE user_id = :user AND seq = 2",
				"UPDATE ledger SET balance = 4007 WHERE user_id = :user AND seq = 2"),

		PRICE("a chat is charged once", "UPDATE chats SET price = 99 WHERE user_id = :user AND state = 'ANSWERED'",
				"UPDATE chats SET price = 100 WHERE user_id = :user"),

		PRICE_OF_REFUNDED("a chat is charged once",
				"UPDATE chats SET price = 99 WHERE user_id = :user AND state = 'REFUNDED'",
				"UPDATE chats SET price = 100 WHERE user_id = :user"),

		ANSWERED_AND_REFUNDED("a chat is charged once", """
				UPDATE chats SET state = 'ANSWERED', response = 'Hi', finish_reason = 'STOP', answered_at = created_at
				WHERE user_id = :user AND message = 'Fail'""", """
				UPDATE chats SET state = 'REFUNDED', response = NULL, finish_reason = NULL, answered_at = NULL
				WHERE user_id = :user AND message = 'Fail'"""),

		REFUNDED_FOR_NOTHING("a chat is charged once", """
				UPDATE chats SET state = 'REFUNDED', response = NULL, finish_reason = NULL, answered_at = NULL
				WHERE user_id = :user AND message = 'Hello'""", """
				UPDATE chats SET state = 'ANSWERED', response = 'Hi', finish_reason = 'STOP', answered_at = created_at
				WHERE user_id = :user AND message = 'Hello'"""),

		CHAT_OF_ANOTHER("a chat is charged once", "UPDATE chats SET user_id = user_id - 1 WHERE user_id = :user",
				"UPDATE chats SET user_id = user_id + 1 WHERE user_id = :user - 1"),

		CHAT_WITHOUT_CHARGE("a chat is charged once", """
				UPDATE ledger SET chat_id = CAST('01000000-0000-7000-8000-000000000000' AS UUID)
				WHERE user_id = :user AND seq = 3""", """
				UPDATE ledger SET chat_id = (SELECT id FROM chats WHERE user_id = :user AND message = 'Hello')
				WHERE user_id = :user AND seq = 3"""),

		CHARGE_WITHOUT_CHAT("a charge or refund is for a chat", """
				UPDATE ledger SET chat_id = CAST('ff000000-0000-7000-8000-000000000000' AS UUID)
				WHERE user_id = :user AND seq = 3""", """
				UPDATE ledger SET chat_id = (SELECT id FROM chats WHERE user_id = :user AND message = 'Hello')
				WHERE user_id = :user AND seq = 3""");

		private final String rule;

		private final String breaking;

		private final String mending;

		Breach(String rule, String breaking, String mending) {
			this.rule = rule;
			this.breaking = breaking;
			this.mending = mending;
		}

	}

}
