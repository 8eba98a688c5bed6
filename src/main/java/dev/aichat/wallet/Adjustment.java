package dev.aichat.wallet;

/**
 * An operator's correction of a balance.
 *
 * @param amount tokens, negative to take them; not 0, and at most 10^12 either way
 * @param note the reason, 1 to 500 characters
 */
public record Adjustment(long amount, String note) {

	public Adjustment {
		if (amount == 0 || amount < -Posting.MAX_BALANCE || amount > Posting.MAX_BALANCE) {
			throw Posting.invalid("amount",
					"The amount must be a whole number up to %d, and not 0.".formatted(Posting.MAX_BALANCE));
		}
	}

}
