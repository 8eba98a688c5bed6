package dev.aichat.wallet;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.aichat.web.IdempotencyKey;

/**
 * A requested change of a balance, and the balances it applies to.
 *
 * @param kind the kind of ledger entry
 * @param amount tokens, negative to take them
 * @param chatId the chat that is charged or refunded
 * @param note the reason of an adjustment
 * @param key the idempotency key of a top-up
 */
record Posting(EntryKind kind, long amount, @Nullable UUID chatId, @Nullable String note,
		@Nullable IdempotencyKey key) {

	/** The largest balance that a grant, top-up or adjustment may reach. */
	static final long MAX_BALANCE = 1_000_000_000_000L;

	Posting(EntryKind kind, long amount, @Nullable UUID chatId) {
		this(kind, amount, chatId, null, null);
	}

	/** The smallest balance to which this can be posted. */
	long minBalance() {
		return Math.max(0, -this.amount);
	}

	/**
	 * The largest balance to which this can be posted. A refund may exceed the maximum,
	 * which the user may have reached since the charge; and from a balance above it,
	 * tokens can be taken.
	 */
	long maxBalance() {
		if (this.amount <= 0) {
			return Long.MAX_VALUE;
		}
		return ((this.kind == EntryKind.REFUND) ? Long.MAX_VALUE : MAX_BALANCE) - this.amount;
	}

	boolean needsEnabledUser() {
		return this.kind == EntryKind.CHARGE;
	}

}
