package dev.aichat.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.aichat.ai.AiService;
import dev.aichat.ai.Completion;
import dev.aichat.ai.FinishReason;
import dev.aichat.testing.FreshDatabase;
import dev.aichat.testing.LogLines;
import dev.aichat.wallet.InsufficientTokensException;
import dev.aichat.wallet.Wallet;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.IdempotencyKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** A chat and its price move together, and each of them once. */
class BillingTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456Z");

	private static final IdempotencyKey KEY = new IdempotencyKey("once");

	private static final Completion HI = new Completion("Hi", FinishReason.STOP, 12, 6);

	@RegisterExtension
	final LogLines log = new LogLines();

	private final FreshDatabase database = new FreshDatabase();

	private final WalletService wallet = Wallet.on(this.database);

	private final AiService ai = mock();

	private Billing billing;

	private OverdueChatSweeper sweeper;

	private long user;

	@BeforeEach
	void open() {
		given(this.ai.deadline()).willReturn(Duration.ofSeconds(60));
		this.billing = new Billing(new ChatJournal(this.database.sql()), this.wallet, new ChatIds(),
				Clock.fixed(NOW, ZoneOffset.UTC), this.ai);
		this.sweeper = new OverdueChatSweeper(this.billing, new ChatMeters(new SimpleMeterRegistry()));
		this.user = this.database.newUser();
		this.wallet.open(this.user);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void reservingWritesTheMessageDownAndTakesItsPrice() {
		Reservation reservation = reserve(null, KEY).orElseThrow();
		assertThat(reservation.conversationId()).isEqualTo(reservation.chatId());
		assertThat(reservation.userId()).isEqualTo(this.user);
		assertThat(reservation.price()).isEqualTo(100);
		assertThat(reservation.remainingTokens()).isEqualTo(3900).isEqualTo(this.wallet.balance(this.user));
		assertThat(reservation.createdAt()).isEqualTo("2026-11-21T12:00:00.123Z");
		assertThat(chat(reservation.chatId())).containsEntry("state", "PENDING")
			.containsEntry("message", "Hello")
			.containsEntry("price", 100L)
			.containsEntry("user_id", this.user)
			.containsEntry("conversation_id", reservation.chatId())
			.containsEntry("idempotency_key", "once")
			.containsEntry("response", null);
		assertThat(this.wallet.balanceAfterCharge(reservation.chatId())).isEqualTo(3900);
	}

	@Test
	void chatIsGivenUpHalfAMinuteAfterTheDeadline() {
		UUID chat = reserve(null, null).orElseThrow().chatId();
		assertThat(this.database.number("""
				SELECT EXTRACT(EPOCH FROM (expires_at - CURRENT_TIMESTAMP)) FROM chats WHERE id = ?""", chat))
			.isBetween(60L, 90L);
		assertThat(this.database.number("""
				SELECT COUNT(*) FROM chats WHERE id = ? AND expires_at > CURRENT_TIMESTAMP + INTERVAL '75' SECOND""",
				chat))
			.isOne();
	}

	@Test
	void conversationGoesOn() {
		UUID conversation = UUID.randomUUID();
		Reservation reservation = reserve(conversation, null).orElseThrow();
		assertThat(reservation.conversationId()).isEqualTo(conversation).isNotEqualTo(reservation.chatId());
		assertThat(chat(reservation.chatId())).containsEntry("conversation_id", conversation);
	}

	@Test
	void keyThatWasUsedReservesNothing() {
		assertThat(reserve(null, KEY)).isPresent();
		assertThat(reserve(null, KEY)).isEmpty();
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
		assertThat(chats()).isOne();
	}

	@Test
	void priceThatCannotBePaidLeavesNothingBehind() {
		this.wallet.charge(this.user, 3901, UUID.randomUUID());
		assertThatExceptionOfType(InsufficientTokensException.class).isThrownBy(() -> reserve(null, null));
		assertThat(this.wallet.balance(this.user)).isEqualTo(99);
		assertThat(chats()).isZero();
	}

	@Test
	void replyIsStoredOnceAndPaidForGood() {
		Reservation reservation = reserve(null, KEY).orElseThrow();
		assertThat(this.billing.settle(reservation.chatId(), HI)).isTrue();
		assertThat(chat(reservation.chatId())).containsEntry("state", "ANSWERED")
			.containsEntry("response", "Hi")
			.containsEntry("prompt_tokens", 12)
			.containsEntry("completion_tokens", 6)
			.containsEntry("idempotency_key", "once");
		assertThat(this.billing.settle(reservation.chatId(), new Completion("Ho", FinishReason.STOP, null, null)))
			.isFalse();
		assertThat(this.billing.release(reservation)).isEmpty();
		assertThat(chat(reservation.chatId())).containsEntry("response", "Hi");
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
	}

	@Test
	void priceIsGivenBackOnceAndTheKeyIsFree() {
		Reservation reservation = reserve(null, KEY).orElseThrow();
		assertThat(this.billing.release(reservation)).contains(4000L);
		assertThat(chat(reservation.chatId())).containsEntry("state", "REFUNDED")
			.containsEntry("idempotency_key", null);
		assertThat(this.billing.release(reservation)).isEmpty();
		assertThat(this.billing.settle(reservation.chatId(), HI)).isFalse();
		assertThat(this.wallet.balance(this.user)).isEqualTo(4000);
		assertThat(reserve(null, KEY)).isPresent();
	}

	@Test
	void erasingRemovesAllTextsAndGivesBackWhatIsNotAnswered() {
		Reservation answered = reserve(null, KEY).orElseThrow();
		this.billing.settle(answered.chatId(), HI);
		Reservation refunded = reserve(null, null).orElseThrow();
		this.billing.release(refunded);
		Reservation pending = reserve(null, new IdempotencyKey("pending")).orElseThrow();
		assertThat(this.wallet.balance(this.user)).isEqualTo(3800);
		this.database.transaction().executeWithoutResult((status) -> this.billing.erase(this.user));
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
		erased(answered, "ANSWERED", "");
		erased(refunded, "REFUNDED", null);
		erased(pending, "REFUNDED", null);
		assertThat(this.billing.settle(pending.chatId(), HI)).isFalse();
		assertThat(this.billing.release(pending)).isEmpty();
	}

	@Test
	void erasingLeavesOthersAlone() {
		Reservation pending = reserve(null, KEY).orElseThrow();
		this.database.transaction().executeWithoutResult((status) -> this.billing.erase(this.user + 1));
		assertThat(chat(pending.chatId())).containsEntry("message", "Hello").containsEntry("state", "PENDING");
	}

	@Test
	void onlyWhatIsOverdueIsReleased() {
		Reservation answered = reserve(null, null).orElseThrow();
		this.billing.settle(answered.chatId(), HI);
		reserve(null, null);
		expireAllBut(UUID.randomUUID());
		Reservation inTime = reserve(null, null).orElseThrow();
		assertThat(this.billing.releaseOverdue()).isTrue();
		assertThat(this.billing.releaseOverdue()).isFalse();
		assertThat(this.wallet.balance(this.user)).isEqualTo(3800);
		assertThat(chat(inTime.chatId())).containsEntry("state", "PENDING");
	}

	@Test
	void sweeperReleasesAllThatIsOverdueAndSaysSo() {
		this.sweeper.sweep();
		assertThat(this.log.text()).doesNotContain("Refunded");
		for (int i = 0; i < 3; i++) {
			reserve(null, null);
		}
		Reservation inTime = reserve(null, null).orElseThrow();
		expireAllBut(inTime.chatId());
		this.sweeper.sweep();
		assertThat(this.log.lines()).anyMatch((line) -> line.endsWith("Refunded 3 chats that nobody finished"));
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
	}

	private Optional<Reservation> reserve(@Nullable UUID conversation, @Nullable IdempotencyKey key) {
		Message message = new Message(this.user, "Hello", conversation, key);
		return this.database.transaction().execute((status) -> this.billing.reserve(message));
	}

	private void erased(Reservation reservation, String state, @Nullable String response) {
		assertThat(chat(reservation.chatId())).containsEntry("state", state)
			.containsEntry("message", "")
			.containsEntry("response", response)
			.containsEntry("idempotency_key", null);
	}

	private void expireAllBut(UUID chat) {
		this.database.change("UPDATE chats SET expires_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE id <> ?",
				chat);
	}

	private Map<String, Object> chat(UUID id) {
		return this.database.sql().sql("SELECT * FROM chats WHERE id = ?").param(id).query().singleRow();
	}

	private long chats() {
		return this.database.number("SELECT COUNT(*) FROM chats");
	}

}
