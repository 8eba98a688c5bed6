package dev.aichat.wallet;

/**
 * A top-up that was carried out.
 *
 * @param amount the tokens added
 * @param balance the tokens right after
 * @param replayed whether an earlier request did it, with the same idempotency key
 */
record TopUp(long amount, long balance, boolean replayed) {
}
