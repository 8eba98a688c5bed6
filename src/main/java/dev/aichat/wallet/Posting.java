package dev.aichat.wallet;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.aichat.web.IdempotencyKey;

/**
 * A change of a balance that is asked for.
 *
 * @param kind why
 * @param amount tokens, negative to take them
 * @param chatId the chat that is charged or refunded
 * @param note why an operator adjusts the balance
 * @param key makes the change happen once, however often it is asked for
 */
record Posting(EntryKind kind, long amount, @Nullable UUID chatId, @Nullable String note,
		@Nullable IdempotencyKey key) {

	/** The most tokens that a user can bring a balance to. */
	static final long MAX_BALANCE = 1_000_000_000_000L;

	static Posting grant(long amount) {
		return new Posting(EntryKind.GRANT, amount, null, null, null);
	}

	static Posting topUp(long amount, @Nullable IdempotencyKey key) {
		return new Posting(EntryKind.TOP_UP, amount, null, null, key);
	}

	static Posting charge(long price, UUID chatId) {
		return new Posting(EntryKind.CHARGE, -price, chatId, null, null);
	}

	static Posting refund(long price, UUID chatId) {
		return new Posting(EntryKind.REFUND, price, chatId, null, null);
	}

	static Posting adjustment(Adjustment adjustment) {
		return new Posting(EntryKind.ADJUSTMENT, adjustment.amount(), null, adjustment.note(), null);
	}

	/** The smallest balance to which this can be posted. */
	long minBalance() {
		return Math.max(0, -this.amount);
	}

	/**
	 * The largest balance to which this can be posted. A refund always can: the user may
	 * have filled the balance up meanwhile; and what is too much can always be taken.
	 */
	long maxBalance() {
		if (this.amount <= 0) {
			return Long.MAX_VALUE;
		}
		return (this.kind == EntryKind.REFUND) ? Long.MAX_VALUE - this.amount : MAX_BALANCE - this.amount;
	}

	/** Whether a disabled user is refused. */
	boolean needsEnabledUser() {
		return this.kind == EntryKind.CHARGE;
	}

}
