package dev.aichat.wallet;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.util.function.SingletonSupplier;

import dev.aichat.web.IdempotencyKey;

/**
 * The balances in the users table, the append-only ledger, and the only statement that
 * changes both. The ledger has no entity, so that nothing can update or delete an entry
 * by accident.
 */
@Repository
class BalanceRepository {

	private static final String CHANGE = """
			UPDATE users SET tokens = tokens + :amount, ledger_seq = ledger_seq + 1
			WHERE id = :user AND tokens BETWEEN :min AND :max AND (enabled OR :anyone)""";

	private static final String ENTER = """
			INSERT INTO ledger (user_id, seq, kind, amount, balance, chat_id, note, idempotency_key, created_at)
			SELECT id, ledger_seq, :kind, :amount, tokens, :chat, :note, :key, CURRENT_TIMESTAMP FROM\s""";

	private static final String SELECT = """
			SELECT seq, kind, amount, balance, chat_id, note, created_at FROM ledger\s""";

	private final JdbcClient jdbc;

	private final Supplier<String> statement;

	BalanceRepository(JdbcClient jdbc, JdbcTemplate template) {
		this.jdbc = jdbc;
		this.statement = SingletonSupplier.of(() -> statement(template));
	}

	/**
	 * Changes a balance within its bounds and adds the ledger entry: one statement
	 * decides, so that no two requests can spend the same tokens.
	 * @return the balance after, or nothing if there is no such user, the user is
	 * disabled, or the balance is too small or too large
	 */
	Optional<Long> post(long userId, Posting posting) {
		GeneratedKeyHolder entry = new GeneratedKeyHolder();
		this.jdbc.sql(this.statement.get())
			.param("user", userId)
			.param("amount", posting.amount())
			.param("min", posting.minBalance())
			.param("max", posting.maxBalance())
			.param("anyone", !posting.needsEnabledUser())
			.param("kind", posting.kind().name())
			.param("chat", posting.chatId())
			.param("note", posting.note())
			.param("key", (posting.key() != null) ? posting.key().value() : null)
			.update(entry, "balance");
		return Optional.ofNullable(entry.getKeyAs(Long.class));
	}

	Optional<UserBalance> find(long userId) {
		return this.jdbc.sql("SELECT tokens, enabled FROM users WHERE id = ?")
			.param(userId)
			.query(UserBalance.class)
			.optional();
	}

	List<LedgerEntry> findEntriesBefore(long userId, long seq, int limit) {
		return this.jdbc.sql(SELECT + "WHERE user_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?")
			.params(userId, seq, limit)
			.query(LedgerEntry.class)
			.list();
	}

	Optional<LedgerEntry> findEntry(long userId, IdempotencyKey key) {
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

	TokenTotals totals() {
		return this.jdbc.sql("""
				SELECT COALESCE(SUM(amount) FILTER (WHERE kind = 'GRANT'), 0) AS granted,
					COALESCE(SUM(amount) FILTER (WHERE kind = 'TOP_UP'), 0) AS topped_up,
					-COALESCE(SUM(amount) FILTER (WHERE kind = 'CHARGE'), 0) AS spent,
					COALESCE(SUM(amount) FILTER (WHERE kind = 'REFUND'), 0) AS refunded,
					COALESCE(SUM(amount) FILTER (WHERE kind = 'ADJUSTMENT'), 0) AS adjusted,
					(SELECT COALESCE(SUM(tokens), 0) FROM users) AS outstanding
				FROM ledger""").query(TokenTotals.class).single();
	}

	/** The databases differ in how one statement reads the row it has just updated. */
	private static String statement(JdbcTemplate template) {
		String product = template.execute((Connection connection) -> connection.getMetaData().getDatabaseProductName());
		return (DatabaseDriver.fromProductName(product) == DatabaseDriver.H2) ? ENTER + "FINAL TABLE (" + CHANGE + ")"
				: "WITH changed AS (" + CHANGE + " RETURNING id, tokens, ledger_seq) " + ENTER + "changed";
	}

	/** A balance, in tokens, which only an enabled user may spend. */
	record UserBalance(long tokens, boolean enabled) {
	}

}
