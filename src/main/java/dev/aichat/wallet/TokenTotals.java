package dev.aichat.wallet;

/**
 * The tokens of all users: granted + topped up + adjusted − spent + refunded =
 * outstanding.
 *
 * @param granted the opening balances
 * @param toppedUp what users added
 * @param spent what messages cost, with those refunded later
 * @param refunded what was given back for messages without an answer
 * @param adjusted what operators added, less what they took
 * @param outstanding what all users can spend together
 */
public record TokenTotals(long granted, long toppedUp, long spent, long refunded, long adjusted, long outstanding) {
}
