package dev.aichat.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.admin.AdjustmentService.Adjusted;
import dev.aichat.audit.AuditAction;
import dev.aichat.audit.AuditEntry;
import dev.aichat.audit.AuditLog;
import dev.aichat.audit.AuditLogs;
import dev.aichat.testing.FreshDatabase;
import dev.aichat.user.Role;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserSummary;
import dev.aichat.wallet.Adjustment;
import dev.aichat.wallet.Wallet;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** An adjustment is carried out once, together with its audit entry or not at all. */
@Tag("mutation")
class AdjustmentServiceTests {

	private static final long ACTOR = 1;

	private static final IdempotencyKey KEY = new IdempotencyKey("once");

	private static final Adjustment GIFT = new Adjustment(500, "Gift");

	private final FreshDatabase database = new FreshDatabase();

	private final WalletService wallet = Wallet.on(this.database.template());

	private final AuditLog audit = AuditLogs.on(this.database);

	private final UserQueries users = mock();

	private final AdjustmentService adjustments = new AdjustmentService(this.wallet, this.users, this.audit,
			this.database.transaction());

	private long user;

	private long other;

	@BeforeEach
	void open() {
		this.user = newUser();
		this.other = newUser();
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "once" })
	void balanceIsAdjustedAndAudited(String key) {
		Adjusted adjusted = this.adjustments.adjust(ACTOR, this.user, GIFT,
				key.isEmpty() ? null : new IdempotencyKey(key));
		assertThat(adjusted.replayed()).isFalse();
		assertThat(adjusted.user().id()).isEqualTo(this.user);
		assertThat(adjusted.user().tokens()).isEqualTo(4500).isEqualTo(this.wallet.balance(this.user));
		assertThat(written()).singleElement()
			.satisfies((written) -> assertThat(written)
				.isEqualTo(new AuditEntry(written.id(), written.at(), ACTOR, AuditAction.ADJUST_TOKENS, this.user,
						Map.of("tokens", 4000), Map.of("tokens", 4500, "note", "Gift"))));
	}

	@Test
	void sameRequestWithTheKeyIsReplayed() {
		Adjusted done = this.adjustments.adjust(ACTOR, this.user, GIFT, KEY);
		this.adjustments.adjust(ACTOR, this.user, new Adjustment(-7, "Other"), null);
		Adjusted again = this.adjustments.adjust(ACTOR, this.user, GIFT, KEY);
		assertThat(again.replayed()).isTrue();
		assertThat(again.user()).isEqualTo(done.user());
		assertThat(this.wallet.balance(this.user)).isEqualTo(4493);
	}

	@Test
	void differentRequestWithTheKeyIsRejected() {
		this.adjustments.adjust(ACTOR, this.user, GIFT, KEY);
		isRejected("idempotency_key_reused", this.other, GIFT, KEY);
		isRejected("idempotency_key_reused", this.user, new Adjustment(501, "Gift"), KEY);
		isRejected("idempotency_key_reused", this.user, new Adjustment(500, "gift"), KEY);
		assertThat(this.adjustments.adjust(ACTOR + 1, this.user, GIFT, KEY).replayed()).isFalse();
		assertThat(this.wallet.balance(this.user)).isEqualTo(5000);
		assertThat(this.wallet.balance(this.other)).isEqualTo(4000);
	}

	@Test
	void usedKeyIsReplayedWhateverTheBalance() {
		Adjustment all = new Adjustment(-4000, "Closed");
		this.adjustments.adjust(ACTOR, this.user, all, KEY);
		Adjusted again = this.adjustments.adjust(ACTOR, this.user, all, KEY);
		assertThat(again.replayed()).isTrue();
		assertThat(again.user().tokens()).isZero();
		assertThat(written()).hasSize(1);
	}

	@Test
	void adjustmentBelowZeroIsRejectedAndNotAudited() {
		isRejected("invalid_token_amount", this.user, new Adjustment(-4001, "Too much"), null);
		isRejected("invalid_token_amount", this.user, new Adjustment(-4001, "Too much"), KEY);
		assertThat(this.wallet.balance(this.user)).isEqualTo(4000);
		assertThat(written()).isEmpty();
	}

	private long newUser() {
		long id = this.database.newUser();
		this.wallet.open(id);
		UserSummary account = new UserSummary(id, "ada", Role.USER, true, 4000, Instant.EPOCH, null);
		given(this.users.lock(id)).willReturn(account);
		given(this.users.find(id)).willReturn(Optional.of(account));
		return id;
	}

	private void isRejected(String code, long userId, Adjustment adjustment, @Nullable IdempotencyKey key) {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.adjustments.adjust(ACTOR, userId, adjustment, key))
			.satisfies((refused) -> assertThat(refused.code()).isEqualTo(code));
	}

	private List<AuditEntry> written() {
		return this.audit.page(null, null, 100, null).items();
	}

}
