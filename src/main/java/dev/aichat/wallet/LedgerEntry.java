package dev.aichat.wallet;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A change of a user's balance. Entries are only ever added; a mistake is mended by a
 * counter-entry.
 *
 * @param seq the number of the entry among the user's, from 1 without gaps
 * @param kind why the balance changed
 * @param amount by how many tokens the balance changed; negative when they were taken
 * @param balance the balance after the change
 * @param chatId the chat that was charged or refunded; null for other kinds
 * @param note why an operator adjusted the balance; null for other kinds
 * @param createdAt the time of the change, by the database's clock
 */
@Schema(example = """
		{"seq": 2, "kind": "CHARGE", "amount": -100, "balance": 3900, "chat_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
		"note": null, "created_at": "2026-11-21T12:00:00Z"}""")
public record LedgerEntry(long seq, EntryKind kind, long amount, long balance, @Nullable UUID chatId,
		@Nullable String note, Instant createdAt) {
}
