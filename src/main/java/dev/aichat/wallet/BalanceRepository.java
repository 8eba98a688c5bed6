package dev.aichat.wallet;

import java.sql.Connection;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.util.function.SingletonSupplier;

/** The balances in the users table, and the only statement that changes one. */
@Repository
class BalanceRepository {

	private static final String CHANGE = """
			UPDATE users SET tokens = tokens + :amount, ledger_seq = ledger_seq + 1
			WHERE id = :user AND tokens BETWEEN :min AND :max AND (enabled OR :anyone)""";

	private static final String ENTER = """
			INSERT INTO ledger (user_id, seq, kind, amount, balance, chat_id, note, idempotency_key, created_at)
			SELECT id, ledger_seq, :kind, :amount, tokens, :chat, :note, :key, CURRENT_TIMESTAMP FROM\s""";

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

	long sum() {
		return this.jdbc.sql("SELECT COALESCE(SUM(tokens), 0) FROM users").query(Long.class).single();
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
