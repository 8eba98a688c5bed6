package dev.aichat.reconciliation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Checks that the ledger explains the balances. When each entry follows from the one
 * before and the newest has the user's balance, the balance is the sum of all entries,
 * and they are numbered without a gap; the database itself sees to it that the first one
 * is a grant, and no other.
 */
@Component
class LedgerReconciler implements Reconciler {

	private static final String BROKEN_CHAIN = """
			SELECT DISTINCT l.user_id FROM ledger l
			LEFT JOIN ledger p ON p.user_id = l.user_id AND p.seq = l.seq - 1
			WHERE l.user_id BETWEEN :fromUser AND :toUser
				AND (l.user_id, l.seq) > (:fromUser, :fromSeq) AND (l.user_id, l.seq) <= (:toUser, :toSeq)
				AND ((l.seq > 1 AND p.seq IS NULL) OR l.balance <> COALESCE(p.balance, 0) + l.amount)
			LIMIT :most""";

	private static final String WRONG_BALANCE = """
			SELECT u.id FROM users u WHERE u.id BETWEEN :fromUser AND :toUser AND (
				NOT EXISTS (SELECT 1 FROM ledger l
					WHERE l.user_id = u.id AND l.seq = u.ledger_seq AND l.balance = u.tokens)
				OR EXISTS (SELECT 1 FROM ledger l WHERE l.user_id = u.id AND l.seq > u.ledger_seq))
			LIMIT :most""";

	private static final Map<String, String> RULES = Map.of("an entry follows from the one before", BROKEN_CHAIN,
			"the newest entry has the user's balance", WRONG_BALANCE);

	private static final Entry START = new Entry(Long.MIN_VALUE, 0);

	private static final Entry END = new Entry(Long.MAX_VALUE, Long.MAX_VALUE);

	private final JdbcClient jdbc;

	private volatile Entry reached = START;

	LedgerReconciler(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	@Transactional(readOnly = true, timeout = 10)
	public Slice next(int rows) {
		Entry from = this.reached;
		Optional<Entry> last = last(from, rows);
		Entry to = last.orElse(END);
		Map<String, List<Long>> breaches = new TreeMap<>();
		RULES.forEach((rule, breach) -> breaches.put(rule,
				this.jdbc.sql(breach)
					.param("fromUser", from.userId())
					.param("fromSeq", from.seq())
					.param("toUser", to.userId())
					.param("toSeq", to.seq())
					.param("most", MOST_USERS)
					.query(Long.class)
					.list()));
		this.reached = last.orElse(START);
		return new Slice(breaches, last.isEmpty());
	}

	private Optional<Entry> last(Entry from, int rows) {
		return this.jdbc.sql("""
				SELECT user_id, seq FROM ledger WHERE user_id >= :user AND (user_id, seq) > (:user, :seq)
				ORDER BY user_id, seq LIMIT 1 OFFSET :before""")
			.param("user", from.userId())
			.param("seq", from.seq())
			.param("before", rows - 1)
			.query((row, number) -> new Entry(row.getLong(1), row.getLong(2)))
			.optional();
	}

	/**
	 * The key of an entry.
	 *
	 * @param userId whose it is
	 * @param seq its number among the user's
	 */
	private record Entry(long userId, long seq) {
	}

}
