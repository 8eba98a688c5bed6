package dev.aichat.chat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.ai.Completion;
import dev.aichat.ai.FinishReason;
import dev.aichat.chat.Billing.Reservation;
import dev.aichat.testing.LogLines;
import dev.aichat.wallet.InsufficientTokensException;
import dev.aichat.wallet.Wallet;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/** A chat and its price change together, and once. */
@Tag("mutation")
@DataJpaTest(properties = "spring.datasource.url=jdbc:h2:mem:billing;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE")
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
class BillingTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456Z");

	private static final IdempotencyKey KEY = new IdempotencyKey("once");

	private static final Completion HI = new Completion("Hi", FinishReason.STOP, 12, 6);

	@RegisterExtension
	final LogLines log = new LogLines();

	@Autowired
	JdbcTemplate database;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	Billing billing;

	@Autowired
	ChatRepository chats;

	private WalletService wallet;

	private OverdueChatSweeper sweeper;

	private long user;

	@BeforeEach
	void open() {
		this.wallet = Wallet.on(this.database);
		this.sweeper = sweeper("jdbc:h2:mem:billing");
		this.user = newUser();
	}

	@Test
	void reservingStoresTheMessageAndTakesItsPrice() {
		Reservation reservation = reserve(null, KEY);
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
	void leaseOfTwentySecondsBeginsAgainWhenItIsRenewed() {
		Reservation renewed = reserve(null, null);
		Reservation other = reserve(null, null);
		Reservation answered = reserve(null, null);
		this.billing.settle(answered.chatId(), HI);
		assertThat(secondsLeft(renewed)).isBetween(15L, 20L);
		expireAllBut(UUID.randomUUID());
		this.chats.renewLeases(new UUID[] { renewed.chatId(), answered.chatId() });
		assertThat(secondsLeft(renewed)).isBetween(15L, 20L);
		assertThat(secondsLeft(other)).isNegative();
		assertThat(secondsLeft(answered)).isNegative();
	}

	@Test
	void stopIsRequestedOfTheUsersPendingChatAlone() {
		UUID pending = reserve(null, null).chatId();
		Reservation answered = reserve(null, null);
		this.billing.settle(answered.chatId(), HI);
		UUID[] ids = { pending, answered.chatId() };
		this.chats.requestStop(answered.chatId(), this.user);
		this.chats.requestStop(pending, newUser());
		assertThat(this.chats.findStopRequested(ids)).isEmpty();
		this.chats.requestStop(pending, this.user);
		assertThat(this.chats.findStopRequested(ids)).extracting(Chat::id).containsExactly(pending);
		assertThat(this.chats.findStopRequested(new UUID[] { answered.chatId() })).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "jdbc:h2:file:./data/aichat;MODE=PostgreSQL, 4000", "jdbc:h2:file:./shared;AUTO_SERVER=TRUE, 3900",
			"jdbc:h2:mem:x, 3900", "jdbc:postgresql://h2/file, 3900" })
	void startOnAnUnsharedFileRefundsAllPendingChats(String url, long balance) {
		reserve(null, null);
		OverdueChatSweeper started = sweeper(url);
		started.expireLeftovers();
		started.sweep();
		assertThat(this.wallet.balance(this.user)).isEqualTo(balance);
	}

	@Test
	void firstSweepAfterAFailureRefundsNothing() {
		reserve(null, null);
		expireAllBut(UUID.randomUUID());
		Billing away = mock();
		willThrow(new DataAccessResourceFailureException("lost")).willAnswer((call) -> this.billing.releaseOverdue())
			.given(away)
			.releaseOverdue();
		OverdueChatSweeper sweeper = new OverdueChatSweeper(away, this.chats, new ChatMeters(new SimpleMeterRegistry()),
				mock());
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(sweeper::sweep);
		sweeper.sweep();
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
		sweeper.sweep();
		assertThat(this.wallet.balance(this.user)).isEqualTo(4000);
	}

	@Test
	void messageContinuesItsConversation() {
		UUID conversation = reserve(null, null).chatId();
		Reservation reservation = reserve(conversation, null);
		assertThat(reservation.conversationId()).isEqualTo(conversation).isNotEqualTo(reservation.chatId());
		assertThat(chat(reservation.chatId())).containsEntry("conversation_id", conversation);
	}

	@Test
	void messageInNoConversationOfTheUserStoresNothing() {
		UUID deleted = reserve(null, null).chatId();
		this.billing.deleteConversation(this.user, deleted);
		UUID first = reserve(null, null).chatId();
		UUID second = reserve(first, null).chatId();
		rejects(deleted);
		rejects(second);
		rejects(UUID.randomUUID());
		assertThat(this.wallet.balance(this.user)).isEqualTo(3800);
		assertThat(chats()).isEqualTo(3);
		this.user = newUser();
		rejects(first);
	}

	@Test
	void usedKeyReservesNothing() {
		reserve(null, KEY);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> reserve(null, KEY))
			.extracting(ProblemException::code)
			.isEqualTo("request_in_progress");
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
		assertThat(chats()).isOne();
	}

	@Test
	void insertWithoutKeyThatChangesNoRowIsInProgress() {
		Billing unlucky = new Billing(mock(), this.wallet, new ChatIds(), Clock.systemUTC());
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> unlucky.reserve(new Message(this.user, "Hello", null, null)))
			.extracting(ProblemException::code)
			.isEqualTo("request_in_progress");
	}

	@Test
	void tooSmallBalanceStoresNothing() {
		this.transaction.execute((status) -> this.wallet.charge(this.user, 3901, UUID.randomUUID()));
		assertThatExceptionOfType(InsufficientTokensException.class).isThrownBy(() -> reserve(null, null));
		assertThat(this.wallet.balance(this.user)).isEqualTo(99);
		assertThat(chats()).isZero();
	}

	@Test
	void settledChatKeepsItsReplyAndItsPrice() {
		Reservation reservation = reserve(null, KEY);
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
	void releasingRefundsOnceAndFreesTheKey() {
		Reservation reservation = reserve(null, KEY);
		assertThat(this.billing.release(reservation)).contains(4000L);
		assertThat(chat(reservation.chatId())).containsEntry("state", "REFUNDED")
			.containsEntry("idempotency_key", null);
		assertThat(this.billing.release(reservation)).isEmpty();
		assertThat(this.billing.settle(reservation.chatId(), HI)).isFalse();
		assertThat(this.wallet.balance(this.user)).isEqualTo(4000);
		assertThat(reserve(null, KEY).remainingTokens()).isEqualTo(3900);
	}

	@Test
	void erasingRemovesTextsAndRefundsPendingChats() {
		Reservation answered = reserve(null, KEY);
		this.billing.settle(answered.chatId(), HI);
		Reservation refunded = reserve(null, null);
		this.billing.release(refunded);
		Reservation pending = reserve(null, new IdempotencyKey("pending"));
		assertThat(this.wallet.balance(this.user)).isEqualTo(3800);
		this.transaction.executeWithoutResult((status) -> this.billing.erase(this.user));
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
		erased(answered, "ANSWERED", "");
		erased(refunded, "REFUNDED", null);
		erased(pending, "REFUNDED", null);
		assertThat(this.billing.settle(pending.chatId(), HI)).isFalse();
		assertThat(this.billing.release(pending)).isEmpty();
	}

	@Test
	void erasingKeepsChatsOfOtherUsers() {
		Reservation pending = reserve(null, KEY);
		this.transaction.executeWithoutResult((status) -> this.billing.erase(newUser()));
		assertThat(chat(pending.chatId())).containsEntry("message", "Hello").containsEntry("state", "PENDING");
	}

	@Test
	void onlyOverduePendingChatsAreReleased() {
		Reservation answered = reserve(null, null);
		this.billing.settle(answered.chatId(), HI);
		reserve(null, null);
		expireAllBut(UUID.randomUUID());
		Reservation inTime = reserve(null, null);
		assertThat(this.billing.releaseOverdue()).isTrue();
		assertThat(this.billing.releaseOverdue()).isFalse();
		assertThat(this.wallet.balance(this.user)).isEqualTo(3800);
		assertThat(chat(inTime.chatId())).containsEntry("state", "PENDING");
	}

	@Test
	void sweeperReleasesAllOverdueChatsAndLogsThem() {
		this.sweeper.sweep();
		assertThat(this.log.text()).doesNotContain("Refunded");
		for (int i = 0; i < 3; i++) {
			reserve(null, null);
		}
		Reservation inTime = reserve(null, null);
		expireAllBut(inTime.chatId());
		this.sweeper.sweep();
		assertThat(this.log.lines()).anyMatch((line) -> line.endsWith("Refunded 3 overdue chats"));
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
	}

	private OverdueChatSweeper sweeper(String url) {
		HikariDataSource database = new HikariDataSource();
		database.setJdbcUrl(url);
		return new OverdueChatSweeper(this.billing, this.chats, new ChatMeters(new SimpleMeterRegistry()), database);
	}

	private long secondsLeft(Reservation reservation) {
		return number("SELECT EXTRACT(EPOCH FROM (expires_at - CURRENT_TIMESTAMP)) FROM chats WHERE id = ?",
				reservation.chatId());
	}

	private Reservation reserve(@Nullable UUID conversation, @Nullable IdempotencyKey key) {
		return this.billing.reserve(new Message(this.user, "Hello", conversation, key));
	}

	private void rejects(UUID conversation) {
		assertThatExceptionOfType(ConversationNotFoundException.class).isThrownBy(() -> reserve(conversation, KEY));
	}

	private void erased(Reservation reservation, String state, @Nullable String response) {
		assertThat(chat(reservation.chatId())).containsEntry("state", state)
			.containsEntry("message", "")
			.containsEntry("response", response)
			.containsEntry("idempotency_key", null);
	}

	private void expireAllBut(UUID chat) {
		this.database.update("""
				UPDATE chats SET expires_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND
				WHERE user_id = ? AND id <> ?""", this.user, chat);
	}

	private Map<String, Object> chat(UUID id) {
		return this.database.queryForMap("SELECT * FROM chats WHERE id = ?", id);
	}

	private long chats() {
		return number("SELECT COUNT(*) FROM chats WHERE user_id = ?", this.user);
	}

	private long number(String query, Object parameter) {
		return Objects.requireNonNull(this.database.queryForObject(query, Long.class, parameter));
	}

	private long newUser() {
		String name = UUID.randomUUID().toString();
		this.database.update("""
				INSERT INTO users (username, username_key, password_hash, role, enabled, created_at)
				VALUES (?, ?, 'none', 'USER', TRUE, CURRENT_TIMESTAMP)""", name, name);
		long id = number("SELECT id FROM users WHERE username = ?", name);
		this.transaction.executeWithoutResult((status) -> this.wallet.open(id));
		return id;
	}

	@TestConfiguration
	static class Parts {

		@Bean
		Billing billing(ChatRepository chats, JdbcTemplate database) {
			return new Billing(chats, Wallet.on(database), new ChatIds(), Clock.fixed(NOW, ZoneOffset.UTC));
		}

	}

}
