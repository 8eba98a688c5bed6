package dev.aichat.wallet;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One change of a user's balance. Entries are never changed; a mistake is corrected by a
 * counter-entry.
 *
 * @param seq the entry's number among the user's, from 1 without gaps
 * @param kind the reason of the change
 * @param amount tokens, negative if they were taken
 * @param balance the tokens after the change
 * @param chatId the chat that was charged or refunded
 * @param note the reason of an adjustment
 * @param createdAt the time, by the database's clock
 */
@Schema(example = """
		{"seq": 2, "kind": "CHARGE", "amount": -100, "balance": 3900, "chat_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
		"note": null, "created_at": "2026-11-21T12:00:00Z"}""")
public record LedgerEntry(long seq, EntryKind kind, long amount, long balance, @Nullable UUID chatId,
		@Nullable String note, Instant createdAt) {
}
