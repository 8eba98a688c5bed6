package dev.aichat.wallet;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.dao.DataIntegrityViolationException;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Prices, balances and their ledger over HTTP, and the constraints of the schema. */
class WalletTests extends ServiceTests {

	Caller user;

	UUID chat;

	@BeforeEach
	void chatOnce() {
		this.user = this.client.newUser();
		this.chat = UUID.fromString(this.user.chat("Hello").text("id"));
	}

	@Test
	void pricesAreShownWithoutAccessToken() {
		assertThat(this.client.get("/api/pricing").body())
			.isEqualTo("{\"opening_balance\":4000,\"price\":100,\"unit\":\"message\","
					+ "\"top_up\":{\"self_service\":true,\"maximum\":1000000},\"message_max_characters\":4000}");
	}

	@Test
	void secondEntryOfItsKindViolatesTheSchema() {
		violates(entry(3, "GRANT", 4000, 7900, null));
		violates(entry(3, "CHARGE", -100, 3800, this.chat));
		violates("INSERT INTO ledger (user_id, seq, kind, amount, balance, chat_id, created_at) VALUES "
				+ "(%1$d, 3, 'REFUND', 100, 4000, '%2$s', CURRENT_TIMESTAMP), (%1$d, 4, 'REFUND', 100, 4100, '%2$s', CURRENT_TIMESTAMP)"
					.formatted(this.user.id(), this.chat));
	}

	@Test
	void lostUpdateViolatesTheSchema() {
		violates(entry(2, "TOP_UP", 500, 4400, null));
	}

	@Test
	void negativeBalanceViolatesTheSchema() {
		violates("UPDATE users SET tokens = -1 WHERE id = " + this.user.id());
		violates("UPDATE users SET tokens = tokens - 3901 WHERE id = " + this.user.id());
		violates(entry(3, "ADJUSTMENT", -4000, -100, null));
	}

	@Test
	void amountOrChatThatDoesNotFitItsKindViolatesTheSchema() {
		violates(entry(3, "TOP_UP", 0, 3900, null));
		violates(entry(3, "TOP_UP", -1, 3899, null));
		violates(entry(3, "ADJUSTMENT", 0, 3900, null));
		violates(entry(3, "CHARGE", 100, 4000, UUID.randomUUID()));
		violates(entry(3, "REFUND", -100, 3800, this.chat));
		violates(entry(3, "GIFT", 100, 4000, null));
		violates(entry(3, "CHARGE", -100, 3800, null));
		violates(entry(3, "REFUND", 100, 4000, null));
		violates(entry(3, "TOP_UP", 100, 4000, this.chat));
	}

	@Test
	void entryOfNoUserOrBeforeTheFirstViolatesTheSchema() {
		violates(entry(0, "TOP_UP", 100, 4000, null));
		violates(entry(1, "TOP_UP", 100, 100, null).replace("(" + this.user.id(), "(" + Long.MAX_VALUE));
	}

	@Test
	void secondUseOfAKeyViolatesTheSchema() {
		this.user.post("/api/top-up", Map.of("tokens", 1), "Idempotency-Key", "used");
		violates("INSERT INTO ledger (user_id, seq, kind, amount, balance, idempotency_key, created_at) "
				+ "VALUES (%d, 4, 'TOP_UP', 1, 3902, 'used', CURRENT_TIMESTAMP)".formatted(this.user.id()));
	}

	@Test
	void chatThatDoesNotFitItsStateViolatesTheSchema() {
		violates("UPDATE chats SET response = NULL WHERE id = '%s'".formatted(this.chat));
		violates("UPDATE chats SET answered_at = NULL WHERE id = '%s'".formatted(this.chat));
		violates("UPDATE chats SET state = 'PENDING' WHERE id = '%s'".formatted(this.chat));
		violates("UPDATE chats SET state = 'LOST' WHERE id = '%s'".formatted(this.chat));
		violates("UPDATE chats SET price = 0 WHERE id = '%s'".formatted(this.chat));
		violates("""
				UPDATE chats SET state = 'REFUNDED', response = NULL, answered_at = NULL, idempotency_key = 'kept'
				WHERE id = '%s'""".formatted(this.chat));
	}

	@Test
	void largestTopUpIsAdded() {
		Answer answer = this.user.post("/api/top-up", Map.of("tokens", 1_000_000));
		assertThat(answer.body()).isEqualTo("{\"message\":\"Successfully added 1000000 tokens.\","
				+ "\"tokens_added\":1000000,\"total_tokens\":1003900}");
		assertThat(this.user.balance()).isEqualTo(1_003_900);
	}

	@Test
	void ledgerIsReadInPagesNewestFirst() {
		for (int i = 1; i <= 5; i++) {
			this.user.post("/api/top-up", Map.of("tokens", i));
		}
		assertThat(this.user.all("/api/ledger", 3)).extracting((entry) -> entry.get("seq").longValue())
			.containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
	}

	@Test
	void ledgerHoldsGrantAndCharge() {
		JsonNode items = this.user.get("/api/ledger").json().get("items");
		assertThat(items).hasSize(2);
		assertThat(items.get(0).get("kind").stringValue()).isEqualTo("CHARGE");
		assertThat(items.get(0).get("amount").longValue()).isEqualTo(-100);
		assertThat(items.get(0).get("balance").longValue()).isEqualTo(3900);
		assertThat(items.get(0).get("chat_id").stringValue()).isEqualTo(this.chat.toString());
		assertThat(items.get(1).get("kind").stringValue()).isEqualTo("GRANT");
		assertThat(items.get(1).get("amount").longValue()).isEqualTo(4000);
		assertThat(items.get(1).get("chat_id").isNull()).isTrue();
	}

	private String entry(long seq, String kind, long amount, long balance, @Nullable UUID chatId) {
		return "INSERT INTO ledger (user_id, seq, kind, amount, balance, chat_id, created_at) "
				+ "VALUES (%d, %d, '%s', %d, %d, %s, CURRENT_TIMESTAMP)".formatted(this.user.id(), seq, kind, amount,
						balance, (chatId != null) ? "'" + chatId + "'" : "NULL");
	}

	private void violates(String statement) {
		assertThatExceptionOfType(DataIntegrityViolationException.class).as(statement)
			.isThrownBy(() -> this.books.change(statement));
	}

}
