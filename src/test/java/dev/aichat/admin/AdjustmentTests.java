package dev.aichat.admin;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.aichat.testing.AdminTests;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;

import static dev.aichat.testing.Admins.adjust;
import static dev.aichat.testing.Admins.audit;
import static dev.aichat.testing.Admins.change;
import static org.assertj.core.api.Assertions.assertThat;

/** Adjustments of balances by operators: within bounds, with a reason, and once. */
class AdjustmentTests extends AdminTests {

	private static final long CEILING = 1_000_000_000_000L;

	@Test
	void balanceIsAdjustedAndTheReasonShown() {
		Answer answer = adjust(this.admin, this.user.id(), -250, "Charged back");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.number("tokens")).isEqualTo(3750).isEqualTo(this.user.balance());
		assertThat(answer.number("id")).isEqualTo(this.user.id());
		JsonNode entry = this.user.get("/api/ledger").json().at("/items/0");
		assertThat(entry.get("kind").stringValue()).isEqualTo("ADJUSTMENT");
		assertThat(entry.get("amount").longValue()).isEqualTo(-250);
		assertThat(entry.get("note").stringValue()).isEqualTo("Charged back");
	}

	@Test
	void adjustmentBeyondTheBoundsIsRejected() {
		adjust(this.admin, this.user.id(), -4001, "Too much").isProblem(400, "invalid_token_amount");
		adjust(this.admin, this.user.id(), CEILING - 3999, "Too much").isProblem(400, "invalid_token_amount");
		assertThat(this.user.balance()).isEqualTo(4000);
		assertThat(audit(this.admin, this.user.id())).isEmpty();
		assertThat(adjust(this.admin, this.user.id(), CEILING - 4000, "All").number("tokens")).isEqualTo(CEILING);
		assertThat(adjust(this.admin, this.user.id(), -CEILING, "All").number("tokens")).isZero();
		adjust(this.admin, this.user.id(), -1, "Nothing left").isProblem(400, "invalid_token_amount");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "\ud83d\ude00", "\"", "\u0001", "\u8a9e" })
	void longestReasonIsStored(String letter) {
		String note = letter.repeat(499) + "x";
		assertThat(adjust(this.admin, this.user.id(), 1, note).status()).isEqualTo(200);
		assertThat(this.user.get("/api/ledger").json().at("/items/0/note").stringValue()).isEqualTo(note);
		assertThat(audit(this.admin, this.user.id()).get(0).at("/after/note").stringValue()).isEqualTo(note);
		adjust(this.admin, this.user.id(), 1, note + letter).isProblem(400, "validation_failed");
	}

	@Test
	void balanceOfDisabledUserIsAdjusted() {
		change(this.admin, this.user.id(), Map.of("enabled", false));
		assertThat(adjust(this.admin, this.user.id(), -4000, "Closed").number("tokens")).isZero();
	}

	@Test
	void sameKeyAdjustsOnce() {
		Answer first = adjust(this.admin, this.user.id(), 500, "Gift", "Idempotency-Key", "gift");
		assertThat(first.header("Idempotency-Replayed")).isEmpty();
		adjust(this.admin, this.user.id(), 1, "Other");
		Answer replay = adjust(this.admin, this.user.id(), 500, "Gift", "Idempotency-Key", "gift");
		assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(replay.body()).isEqualTo(first.body());
		assertThat(this.user.balance()).isEqualTo(4501);
		adjust(this.admin, this.user.id(), 501, "Gift", "Idempotency-Key", "gift").isProblem(422,
				"idempotency_key_reused");
		adjust(this.admin, this.user.id(), 0, "Gift", "Idempotency-Key", "gift").isProblem(400, "invalid_token_amount");
	}

	@Test
	void keyOfAnOperatorIsNotTheUsers() {
		this.user.post("/api/top-up", Map.of("tokens", 500), "Idempotency-Key", "same");
		assertThat(adjust(this.admin, this.user.id(), 500, "Gift", "Idempotency-Key", "same").number("tokens"))
			.isEqualTo(5000);
		Answer replay = this.user.post("/api/top-up", Map.of("tokens", 500), "Idempotency-Key", "same");
		assertThat(replay.number("total_tokens")).isEqualTo(4500);
	}

	@Test
	void parallelRequestsWithOneKeyAreCarriedOutOnce() {
		for (int round = 1; round <= 10; round++) {
			String key = "key-" + round;
			List<Answer> answers = Concurrently.run(16,
					(i) -> adjust(this.admin, this.user.id(), -400, "Once", "Idempotency-Key", key));
			assertThat(answers).extracting(Answer::status).containsOnly(200);
			assertThat(answers).extracting(Answer::body).containsOnly(answers.get(0).body());
			assertThat(answers).extracting((answer) -> answer.header("Idempotency-Replayed")).containsOnlyOnce("");
			assertThat(this.user.balance()).isEqualTo(4000 - 400L * round);
		}
		assertThat(audit(this.admin, this.user.id())).hasSize(10);
	}

	@Test
	void adminsWhoAdjustEachOtherInParallelDoNotDeadlock() {
		Caller other = this.admins.newAdmin();
		List<Answer> answers = Concurrently.run(16, (i) -> {
			Caller actor = (i % 2 == 0) ? this.admin : other;
			long subject = (i % 2 == 0) ? other.id() : this.admin.id();
			Answer last = adjust(actor, subject, 1, "Mutual");
			for (int more = 0; more < 10; more++) {
				last = adjust(actor, subject, 1, "Mutual");
			}
			return last;
		});
		assertThat(answers).extracting(Answer::status).containsOnly(200);
		assertThat(other.balance()).isEqualTo(4088);
	}

}
