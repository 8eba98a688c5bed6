package dev.aichat.wallet;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.aichat.web.IdempotencyKey;

/**
 * The append-only ledger table. It has no entity, so that nothing can update or delete an
 * entry by accident.
 */
@Repository
class LedgerRepository {

	private static final String SELECT = """
			SELECT seq, kind, amount, balance, chat_id, note, created_at FROM ledger\s""";

	private final JdbcClient jdbc;

	LedgerRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	List<LedgerEntry> findBefore(long userId, long seq, int limit) {
		return this.jdbc.sql(SELECT + "WHERE user_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?")
			.params(userId, seq, limit)
			.query(LedgerEntry.class)
			.list();
	}

	Optional<LedgerEntry> findByKey(long userId, IdempotencyKey key) {
		return this.jdbc.sql(SELECT + "WHERE user_id = ? AND idempotency_key = ?")
			.params(userId, key.value())
			.query(LedgerEntry.class)
			.optional();
	}

	Optional<LedgerEntry> findCharge(UUID chatId) {
		return this.jdbc.sql(SELECT + "WHERE chat_id = ? AND kind = 'CHARGE'")
			.param(chatId)
			.query(LedgerEntry.class)
			.optional();
	}

	/** The sums of all users' amounts by kind, without kinds that have no entry. */
	Map<EntryKind, Long> sums() {
		Map<EntryKind, Long> sums = new EnumMap<>(EntryKind.class);
		this.jdbc.sql("SELECT kind, SUM(amount) FROM ledger GROUP BY kind").query((row) -> {
			sums.put(EntryKind.valueOf(row.getString(1)), row.getLong(2));
		});
		return sums;
	}

}
