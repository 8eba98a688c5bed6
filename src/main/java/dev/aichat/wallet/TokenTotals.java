package dev.aichat.wallet;

/**
 * The tokens of all users: granted + topped up + adjusted − spent + refunded =
 * outstanding.
 *
 * @param granted the opening balances
 * @param toppedUp the top-ups
 * @param spent the charges, also those refunded later
 * @param refunded the refunds
 * @param adjusted the adjustments: added less taken
 * @param outstanding the sum of all balances
 */
public record TokenTotals(long granted, long toppedUp, long spent, long refunded, long adjusted, long outstanding) {
}
