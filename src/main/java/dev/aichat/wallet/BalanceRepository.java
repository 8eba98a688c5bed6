package dev.aichat.wallet;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/** The balances in the users table, and the only statement that ever changes one. */
@Repository
class BalanceRepository {

	private final JdbcClient jdbc;

	BalanceRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Changes a balance if it allows that, and tells what it is then: one statement
	 * decides, so that no two requests can spend the same tokens.
	 * @return the balance after and the number of the entry to write, or nothing if the
	 * user is missing, disabled, too poor or too rich
	 */
	Optional<Standing> change(long userId, Posting posting) {
		GeneratedKeyHolder after = new GeneratedKeyHolder();
		int rows = this.jdbc.sql("""
				UPDATE users SET tokens = tokens + ?, ledger_seq = ledger_seq + 1
				WHERE id = ? AND tokens BETWEEN ? AND ? AND (enabled OR ?)""")
			.params(posting.amount(), userId, posting.minBalance(), posting.maxBalance(), !posting.needsEnabledUser())
			.update(after, "tokens", "ledger_seq", "enabled");
		if (rows == 0) {
			return Optional.empty();
		}
		return Optional.ofNullable(after.getKeys())
			.map((keys) -> new Standing((Long) keys.get("tokens"), (Long) keys.get("ledger_seq"),
					(Boolean) keys.get("enabled")));
	}

	Optional<Standing> find(long userId) {
		return this.jdbc.sql("SELECT tokens, ledger_seq, enabled FROM users WHERE id = ?")
			.param(userId)
			.query((row, number) -> new Standing(row.getLong(1), row.getLong(2), row.getBoolean(3)))
			.optional();
	}

	/** What all users have. */
	long sum() {
		return this.jdbc.sql("SELECT COALESCE(SUM(tokens), 0) FROM users").query(Long.class).single();
	}

	/**
	 * How a user stands.
	 *
	 * @param tokens the balance
	 * @param seq the number of the newest ledger entry
	 * @param enabled whether the user may spend
	 */
	record Standing(long tokens, long seq, boolean enabled) {
	}

}
