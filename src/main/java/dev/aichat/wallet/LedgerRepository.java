package dev.aichat.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.aichat.web.IdempotencyKey;

/**
 * The append-only ledger table. It has no entity, so that nothing can update or delete an
 * entry by accident.
 */
@Repository
class LedgerRepository {

	private static final String COLUMNS = "seq, kind, amount, balance, chat_id, note, created_at";

	private final JdbcClient jdbc;

	LedgerRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** A user's entries before a number, newest first. */
	List<LedgerEntry> findBefore(long userId, long seq, int limit) {
		return this.jdbc
			.sql("SELECT " + COLUMNS + " FROM ledger WHERE user_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?")
			.params(userId, seq, limit)
			.query(LedgerRepository::entry)
			.list();
	}

	Optional<LedgerEntry> findByKey(long userId, IdempotencyKey key) {
		return this.jdbc.sql("SELECT " + COLUMNS + " FROM ledger WHERE user_id = ? AND idempotency_key = ?")
			.params(userId, key.value())
			.query(LedgerRepository::entry)
			.optional();
	}

	Optional<LedgerEntry> findByChat(UUID chatId, EntryKind kind) {
		return this.jdbc.sql("SELECT " + COLUMNS + " FROM ledger WHERE chat_id = ? AND kind = ?")
			.params(chatId, kind.name())
			.query(LedgerRepository::entry)
			.optional();
	}

	/** The amounts of all users' entries, added up by kind. */
	Map<EntryKind, Long> sums() {
		Map<EntryKind, Long> sums = new EnumMap<>(EntryKind.class);
		this.jdbc.sql("SELECT kind, SUM(amount) FROM ledger GROUP BY kind").query((row) -> {
			sums.put(EntryKind.valueOf(row.getString(1)), row.getLong(2));
		});
		return sums;
	}

	private static LedgerEntry entry(ResultSet row, int number) throws SQLException {
		return new LedgerEntry(row.getLong("seq"), EntryKind.valueOf(row.getString("kind")), row.getLong("amount"),
				row.getLong("balance"), nullable(row, "chat_id", UUID.class), nullable(row, "note", String.class),
				row.getObject("created_at", OffsetDateTime.class).toInstant());
	}

	private static <T> @Nullable T nullable(ResultSet row, String column, Class<T> type) throws SQLException {
		return row.getObject(column, type);
	}

}
