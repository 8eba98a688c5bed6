package dev.aichat.wallet;

/**
 * The tokens of all users together.
 *
 * @param granted given to users when they registered
 * @param toppedUp added by users
 * @param spent the price of all messages, including those refunded later
 * @param refunded refunded for messages without a reply
 * @param adjusted added by operators, less what they took
 * @param outstanding what all users can spend together: granted + topped_up + adjusted +
 * refunded - spent
 */
public record TokenTotals(long granted, long toppedUp, long spent, long refunded, long adjusted, long outstanding) {
}
