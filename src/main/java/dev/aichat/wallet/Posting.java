package dev.aichat.wallet;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ProblemException;

/** A requested change of a balance, in tokens, and the balances that it applies to. */
record Posting(EntryKind kind, long amount, @Nullable UUID chatId, @Nullable String note,
		@Nullable IdempotencyKey key) {

	/** The largest balance that a grant, top-up or adjustment may reach. */
	static final long MAX_BALANCE = 1_000_000_000_000L;

	Posting(EntryKind kind, long amount, @Nullable UUID chatId) {
		this(kind, amount, chatId, null, null);
	}

	/**
	 * Returns {@code invalid_token_amount}: the amount, or the balance after it, is out
	 * of range.
	 */
	static ProblemException invalid(String field, String sentence) {
		return new ProblemException(HttpStatus.BAD_REQUEST, "invalid_token_amount", field, sentence);
	}

	long minBalance() {
		return Math.max(0, -this.amount);
	}

	/**
	 * A refund may exceed the maximum, which the user may have reached since the charge.
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
