package dev.aichat.wallet;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One change of a user's balance. Entries are only ever added; a mistake is mended by a
 * counter-entry.
 *
 * @param seq the entry's number among the user's, from 1 without gaps
 * @param kind why the balance changed
 * @param amount by how many tokens, negative when they were taken
 * @param balance the tokens after the change
 * @param chatId the chat that was charged or refunded
 * @param note why an operator adjusted the balance
 * @param createdAt when, by the database's clock
 */
@Schema(example = """
		{"seq": 2, "kind": "CHARGE", "amount": -100, "balance": 3900, "chat_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
		"note": null, "created_at": "2026-11-21T12:00:00Z"}""")
public record LedgerEntry(long seq, EntryKind kind, long amount, long balance, @Nullable UUID chatId,
		@Nullable String note, Instant createdAt) {
}
