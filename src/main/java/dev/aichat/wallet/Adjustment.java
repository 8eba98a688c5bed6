package dev.aichat.wallet;

/**
 * A correction of a balance that an operator wants.
 *
 * @param amount tokens, negative to take them; not 0, and at most 10^12 either way
 * @param note why, in 1 to 500 characters
 */
public record Adjustment(long amount, String note) {

	public Adjustment {
		if (amount == 0 || amount < -Posting.MAX_BALANCE || amount > Posting.MAX_BALANCE) {
			throw InvalidTokenAmountException.noAdjustment();
		}
	}

}
