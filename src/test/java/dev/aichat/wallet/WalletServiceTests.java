package dev.aichat.wallet;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;

import dev.aichat.testing.FreshDatabase;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.InactiveUserException;
import dev.aichat.user.Role;
import dev.aichat.wallet.TopUpService.TopUp;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ProblemException;
import dev.aichat.web.ProblemRenderer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/** Every change of a balance is in the ledger, and stays within its bounds. */
@Tag("mutation")
class WalletServiceTests {

	private static final UUID CHAT = UUID.fromString("0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11");

	private static final IdempotencyKey KEY = new IdempotencyKey("once");

	private final FreshDatabase database = new FreshDatabase();

	private final WalletService wallet = Wallet.on(this.database.template());

	private final BalanceRepository balances = new BalanceRepository(this.database.sql(), this.database.template());

	private final TopUpService topUps = new TopUpService(this.wallet, this.balances, new TopUpSettings(true, 500));

	private long user;

	@BeforeEach
	void open() {
		this.user = this.database.newUser();
		assertThat(this.wallet.open(this.user)).isEqualTo(4000);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void newUserStartsWithTheOpeningBalance() {
		assertThat(this.wallet.balance(this.user)).isEqualTo(4000);
		assertThat(entries()).singleElement()
			.satisfies((entry) -> assertThat(entry)
				.isEqualTo(new LedgerEntry(1, EntryKind.GRANT, 4000, 4000, null, null, entry.createdAt())));
	}

	@Test
	void messageIsChargedAndRefunded() {
		assertThat(this.wallet.price()).isEqualTo(100);
		assertThat(this.wallet.charge(this.user, 100, CHAT)).isEqualTo(3900);
		assertThat(this.wallet.balanceAfterCharge(CHAT)).isEqualTo(3900);
		assertThat(this.wallet.refund(this.user, 100, CHAT)).isEqualTo(4000);
		assertThat(entries())
			.extracting(LedgerEntry::kind, LedgerEntry::amount, LedgerEntry::balance, LedgerEntry::chatId)
			.containsExactly(tuple(EntryKind.REFUND, 100L, 4000L, CHAT), tuple(EntryKind.CHARGE, -100L, 3900L, CHAT),
					tuple(EntryKind.GRANT, 4000L, 4000L, null));
	}

	@Test
	void lastTokenCanBeSpentButNoMore() {
		assertThat(this.wallet.charge(this.user, 4000, CHAT)).isZero();
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.wallet.charge(this.user, 1, UUID.randomUUID()))
			.returns("insufficient_tokens", ProblemException::code)
			.satisfies((refused) -> assertThat(refused.status().value()).isEqualTo(402))
			.satisfies((refused) -> assertThat(
					new ProblemRenderer().render(refused, new MockHttpServletRequest()).getProperties())
				.containsEntry("required", 1L)
				.containsEntry("remaining_tokens", 0L));
		assertThat(this.wallet.balance(this.user)).isZero();
		assertThat(entries()).hasSize(2);
	}

	@Test
	void disabledUserIsNotChargedButRefunded() {
		this.wallet.charge(this.user, 100, CHAT);
		this.database.change("UPDATE users SET enabled = FALSE WHERE id = ?", this.user);
		assertThatExceptionOfType(InactiveUserException.class)
			.isThrownBy(() -> this.wallet.charge(this.user, 100, UUID.randomUUID()));
		assertThat(this.wallet.refund(this.user, 100, CHAT)).isEqualTo(4000);
	}

	@Test
	void unknownUserHasNoBalance() {
		assertThatExceptionOfType(InactiveUserException.class).isThrownBy(() -> this.wallet.balance(-1));
		assertThatExceptionOfType(InactiveUserException.class).isThrownBy(() -> this.wallet.charge(-1, 100, CHAT));
		assertThatIllegalStateException().isThrownBy(() -> this.wallet.balanceAfterCharge(CHAT))
			.withMessageContaining(CHAT.toString());
	}

	@Test
	void topUpStopsAtTheMaximumBalanceAndRefundDoesNot() {
		this.wallet.charge(this.user, 100, CHAT);
		assertThat(this.wallet.topUp(this.user, Posting.MAX_BALANCE - 3900, null)).isEqualTo(Posting.MAX_BALANCE);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.wallet.topUp(this.user, 1, null))
			.returns("invalid_token_amount", ProblemException::code)
			.withMessageContaining("1000000000000");
		assertThat(this.wallet.refund(this.user, 100, CHAT)).isEqualTo(Posting.MAX_BALANCE + 100);
	}

	@Test
	void sameKeyTopsUpOnce() {
		assertThat(this.topUps.topUp(current(Role.USER), 500, KEY)).isEqualTo(new TopUp(500, 4500, false));
		assertThat(this.topUps.topUp(current(Role.USER), 1, null)).isEqualTo(new TopUp(1, 4501, false));
		assertThat(this.topUps.topUp(current(Role.USER), 500, KEY)).isEqualTo(new TopUp(500, 4500, true));
		assertThat(this.wallet.balance(this.user)).isEqualTo(4501);
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.database.transaction().execute((status) -> this.wallet.topUp(this.user, 500, KEY)));
		assertThat(this.wallet.balance(this.user)).isEqualTo(4501);
	}

	@Test
	void keyOfAnotherAmountOrKindIsRejected() {
		this.topUps.topUp(current(Role.USER), 500, KEY);
		rejects(422, "idempotency_key_reused", 499, KEY);
		IdempotencyKey other = new IdempotencyKey("adjusted");
		this.balances.post(this.user, new Posting(EntryKind.ADJUSTMENT, 500, null, "a note", other));
		rejects(422, "idempotency_key_reused", 500, other);
		assertThat(this.balances.findEntry(this.user, other))
			.hasValueSatisfying((entry) -> assertThat(entry.note()).isEqualTo("a note"));
	}

	@Test
	void keyOfAnotherUserIsADifferentKey() {
		this.topUps.topUp(current(Role.USER), 500, KEY);
		assertThat(this.balances.findEntry(this.database.newUser(), KEY)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, 501, Long.MAX_VALUE, Long.MIN_VALUE })
	void topUpOutOfRangeIsRejected(long amount) {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.topUps.topUp(current(Role.USER), amount, null))
			.withMessageContaining("The tokens must be a whole number from 1 to 500.");
		rejects(400, "invalid_token_amount", amount, KEY);
		assertThat(entries()).hasSize(1);
	}

	@Test
	void keyOfARejectedTopUpIsStillUnused() {
		this.wallet.topUp(this.user, Posting.MAX_BALANCE - 4000, null);
		rejects(400, "invalid_token_amount", 500, KEY);
		this.wallet.charge(this.user, 500, CHAT);
		assertThat(this.topUps.topUp(current(Role.USER), 500, KEY).replayed()).isFalse();
	}

	/**
	 * The second request fails because of the key, or before because of the full balance.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 0, Posting.MAX_BALANCE - 4500 })
	void usedKeyIsReplayedWhateverTheBalance(long more) {
		this.topUps.topUp(current(Role.USER), 500, KEY);
		if (more > 0) {
			this.wallet.topUp(this.user, more, null);
		}
		assertThat(this.topUps.topUp(current(Role.USER), 500, KEY)).isEqualTo(new TopUp(500, 4500, true));
		assertThat(this.wallet.balance(this.user)).isEqualTo(4500 + more);
	}

	@Test
	void withoutSelfServiceOnlyAdminsTopUp() {
		TopUpService closed = new TopUpService(this.wallet, this.balances, new TopUpSettings(false, 500));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> closed.topUp(current(Role.USER), 500, null))
			.satisfies((refused) -> assertThat(refused.code()).isEqualTo("forbidden"));
		assertThat(closed.topUp(current(Role.ADMIN), 500, null).balance()).isEqualTo(4500);
	}

	@Test
	void adjustmentBeyondTheBoundsIsRejected() {
		assertThat(this.wallet.adjust(this.user, new Adjustment(Posting.MAX_BALANCE - 4000, "all")))
			.isEqualTo(Posting.MAX_BALANCE);
		rejectsAdjustment(1, "may not exceed 1000000000000");
		assertThat(this.wallet.adjust(this.user, new Adjustment(-Posting.MAX_BALANCE, "none"))).isZero();
		rejectsAdjustment(-1, "may not fall below 0");
		assertThat(entries()).extracting(LedgerEntry::kind, LedgerEntry::note)
			.startsWith(tuple(EntryKind.ADJUSTMENT, "none"), tuple(EntryKind.ADJUSTMENT, "all"));
	}

	@Test
	void balanceAboveTheMaximumCanBeTakenFrom() {
		this.wallet.charge(this.user, 100, CHAT);
		this.wallet.adjust(this.user, new Adjustment(Posting.MAX_BALANCE - 3900, "all"));
		this.wallet.refund(this.user, 100, CHAT);
		assertThat(this.wallet.adjust(this.user, new Adjustment(-1, "one"))).isEqualTo(Posting.MAX_BALANCE + 99);
		assertThat(this.wallet.charge(this.user, 1, UUID.randomUUID())).isEqualTo(Posting.MAX_BALANCE + 98);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, Posting.MAX_BALANCE + 1, -Posting.MAX_BALANCE - 1, Long.MAX_VALUE, Long.MIN_VALUE })
	void adjustmentOutOfRangeIsRejected(long amount) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> new Adjustment(amount, "why"))
			.returns("invalid_token_amount", ProblemException::code);
	}

	@Test
	void totalsAreTheSumsOfAllUsers() {
		this.wallet.charge(this.user, 100, CHAT);
		this.wallet.refund(this.user, 100, CHAT);
		this.wallet.charge(this.user, 300, UUID.randomUUID());
		this.wallet.topUp(this.user, 50, null);
		this.wallet.adjust(this.user, new Adjustment(-7, "why"));
		this.wallet.open(this.database.newUser());
		assertThat(this.wallet.totals()).isEqualTo(new TokenTotals(8000, 50, 400, 100, -7, 7743));
	}

	private void rejectsAdjustment(long amount, String why) {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.wallet.adjust(this.user, new Adjustment(amount, "why")))
			.returns("invalid_token_amount", ProblemException::code)
			.withMessageContaining(why);
	}

	private void rejects(int status, String code, long amount, @Nullable IdempotencyKey key) {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.topUps.topUp(current(Role.USER), amount, key))
			.returns(HttpStatus.valueOf(status), ProblemException::status)
			.returns(code, ProblemException::code);
	}

	private List<LedgerEntry> entries() {
		return this.balances.findEntriesBefore(this.user, Long.MAX_VALUE, 100);
	}

	private CurrentUser current(Role role) {
		return new CurrentUser(this.user, "ada", role);
	}

}
