package dev.aichat.reconciliation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Checks that the chats explain what was charged and refunded; that an answered one has a
 * response, the database itself sees to.
 */
@Component
class ChatReconciler implements Reconciler {

	private static final String NOT_PAID_ONCE = """
			SELECT DISTINCT c.user_id FROM chats c
			LEFT JOIN ledger p ON p.chat_id = c.id AND p.kind = 'CHARGE'
			LEFT JOIN ledger r ON r.chat_id = c.id AND r.kind = 'REFUND'
			WHERE c.id > :from AND c.id <= :to AND (p.seq IS NULL OR p.user_id <> c.user_id OR p.amount <> -c.price
				OR (r.seq IS NOT NULL) <> (c.state = 'REFUNDED') OR r.user_id <> c.user_id OR r.amount <> c.price)
			LIMIT :most""";

	private static final String PAID_FOR_NOTHING = """
			SELECT DISTINCT l.user_id FROM ledger l LEFT JOIN chats c ON c.id = l.chat_id
			WHERE l.chat_id > :from AND l.chat_id <= :to AND c.id IS NULL
			LIMIT :most""";

	private static final String FORGOTTEN = """
			SELECT DISTINCT user_id FROM chats
			WHERE id > :from AND id <= :to AND state = 'PENDING'
				AND expires_at < CURRENT_TIMESTAMP - INTERVAL '20' SECOND
			LIMIT :most""";

	private static final Map<String, String> RULES = Map.of("a chat is paid once, and paid back once if REFUNDED",
			NOT_PAID_ONCE, "a charge or refund is for a chat", PAID_FOR_NOTHING,
			"no chat is PENDING past its time by more than two sweeps", FORGOTTEN);

	private static final UUID START = new UUID(0, 0);

	private static final UUID END = new UUID(-1, -1);

	private final JdbcClient jdbc;

	private volatile UUID reached = START;

	ChatReconciler(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	@Transactional(readOnly = true, timeout = 10)
	public Slice next(int rows) {
		UUID from = this.reached;
		Optional<UUID> last = last(from, rows);
		Map<String, List<Long>> breaches = new TreeMap<>();
		RULES.forEach((rule, breach) -> breaches.put(rule,
				this.jdbc.sql(breach)
					.param("from", from)
					.param("to", last.orElse(END))
					.param("most", MOST_USERS)
					.query(Long.class)
					.list()));
		this.reached = last.orElse(START);
		return new Slice(breaches, last.isEmpty());
	}

	private Optional<UUID> last(UUID from, int rows) {
		return this.jdbc.sql("SELECT id FROM chats WHERE id > :from ORDER BY id LIMIT 1 OFFSET :before")
			.param("from", from)
			.param("before", rows - 1)
			.query(UUID.class)
			.optional();
	}

}
