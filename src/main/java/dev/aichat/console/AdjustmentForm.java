package dev.aichat.console;

import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.aichat.wallet.Adjustment;
import dev.aichat.web.BoundedText;
import dev.aichat.web.IdempotencyKey;

/**
 * The form that corrects a balance, as somebody filled it in. Its key makes a double
 * click count once.
 *
 * @param amount tokens, with a sign to take them
 * @param note why
 * @param key the form's own idempotency key
 */
record AdjustmentForm(@Nullable String amount, @BoundedText(max = MAX_NOTE) @Nullable String note,
		@Nullable String key) {

	/** The most characters of a note. */
	static final int MAX_NOTE = 500;

	private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,15}");

	static AdjustmentForm empty() {
		return new AdjustmentForm("", "", newKey());
	}

	/** The same, to be sent as something new. */
	AdjustmentForm renewed() {
		return new AdjustmentForm(this.amount, this.note, newKey());
	}

	/** What is not a whole number is no amount. */
	Adjustment adjustment() {
		String digits = (this.amount != null) ? this.amount.strip().replace("\u2212", "-").replace(",", "") : "";
		long tokens = WHOLE_NUMBER.matcher(digits).matches() ? Long.parseLong(digits) : 0;
		return new Adjustment(tokens, (this.note != null) ? this.note.strip() : "");
	}

	IdempotencyKey idempotencyKey() {
		return new IdempotencyKey((this.key != null) ? this.key : "");
	}

	private static String newKey() {
		return UUID.randomUUID().toString();
	}

}
