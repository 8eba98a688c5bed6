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

/**
 * The balances in the users table, and the only statement that ever changes one.
 */
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
	 * Changes a balance if it allows that, and writes the ledger entry: one statement
	 * decides, so that no two requests can spend the same tokens.
	 * @return the balance after, or nothing if the user is missing, disabled, too poor or
	 * too rich
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

	Optional<Standing> find(long userId) {
		return this.jdbc.sql("SELECT tokens, enabled FROM users WHERE id = ?")
			.param(userId)
			.query((row, number) -> new Standing(row.getLong(1), row.getBoolean(2)))
			.optional();
	}

	/** What all users have. */
	long sum() {
		return this.jdbc.sql("SELECT COALESCE(SUM(tokens), 0) FROM users").query(Long.class).single();
	}

	/**
	 * The one place where the databases differ: how a statement reads the row that its
	 * other half has just written.
	 */
	private static String statement(JdbcTemplate template) {
		String product = template.execute((Connection connection) -> connection.getMetaData().getDatabaseProductName());
		return (DatabaseDriver.fromProductName(product) == DatabaseDriver.H2) ? ENTER + "FINAL TABLE (" + CHANGE + ")"
				: "WITH changed AS (" + CHANGE + " RETURNING id, tokens, ledger_seq) " + ENTER + "changed";
	}

	/**
	 * How a user stands.
	 *
	 * @param tokens the balance
	 * @param enabled whether the user may spend
	 */
	record Standing(long tokens, boolean enabled) {
	}

}
