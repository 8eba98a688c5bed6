package dev.aichat.console;

import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.aichat.wallet.Adjustment;
import dev.aichat.web.BoundedText;
import dev.aichat.web.IdempotencyKey;

/**
 * The form that adjusts a balance; its idempotency key makes a double click count once.
 */
record AdjustmentForm(@Nullable String amount, @BoundedText(max = 500) @Nullable String note, @Nullable String key) {

	private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,15}");

	/** Returns the same form with a new key. */
	AdjustmentForm renewed() {
		return new AdjustmentForm(this.amount, this.note, UUID.randomUUID().toString());
	}

	/** Reads the amount; text that is no whole number counts as 0, which is rejected. */
	Adjustment adjustment() {
		String digits = Objects.toString(this.amount, "").strip().replace("\u2212", "-").replace(",", "");
		long tokens = WHOLE_NUMBER.matcher(digits).matches() ? Long.parseLong(digits) : 0;
		return new Adjustment(tokens, Objects.toString(this.note, "").strip());
	}

	IdempotencyKey idempotencyKey() {
		return new IdempotencyKey(Objects.toString(this.key, ""));
	}

}
