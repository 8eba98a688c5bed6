package dev.aichat.testing;

import java.util.Map;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Asserts the accounting invariants on the database behind the service. */
@TestComponent
public class Books {

	private final JdbcClient jdbc;

	/** The newest user when all invariants were checked last. */
	private long newest;

	public Books(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** Direct access to the database, for what the API cannot do. */
	public JdbcClient sql() {
		return this.jdbc;
	}

	/** Changes rows directly. */
	public void change(String statement, Object... parameters) {
		this.jdbc.sql(statement).params(parameters).update();
	}

	/** Reads one number. */
	public long number(String query, Object... parameters) {
		return this.jdbc.sql(query).params(parameters).query(Long.class).single();
	}

	/** Disables a user behind the back of every instance. */
	public void disable(long userId) {
		change("UPDATE users SET enabled = FALSE WHERE id = ?", userId);
	}

	/** Asserts every invariant, over all users and chats. */
	public void balance() {
		balanceAfter(0);
		this.newest = number("SELECT COALESCE(MAX(id), 0) FROM users");
	}

	/**
	 * Asserts every invariant over the users that were added since the last full check,
	 * which is faster.
	 */
	public void balanceNewest() {
		balanceAfter(this.newest);
	}

	private void balanceAfter(long user) {
		Map<String, Long> after = Map.of("after", user);
		none("a balance is the sum of its ledger", """
				SELECT u.id FROM users u LEFT JOIN ledger l ON l.user_id = u.id
				WHERE u.id > :after
				GROUP BY u.id, u.tokens HAVING u.tokens <> COALESCE(SUM(l.amount), 0)""", after);
		none("entries are numbered from 1 without a gap", """
				SELECT u.id FROM users u LEFT JOIN ledger l ON l.user_id = u.id
				WHERE u.id > :after
				GROUP BY u.id, u.ledger_seq
				HAVING u.ledger_seq <> COUNT(l.seq) OR u.ledger_seq <> MAX(l.seq) OR MIN(l.seq) <> 1""", after);
		none("an entry's balance is the one before plus its amount", """
				SELECT l.user_id FROM ledger l LEFT JOIN ledger p ON p.user_id = l.user_id AND p.seq = l.seq - 1
				WHERE l.user_id > :after AND l.balance <> COALESCE(p.balance, 0) + l.amount""", after);
		none("every user has one grant", """
				SELECT u.id FROM users u LEFT JOIN ledger l ON l.user_id = u.id AND l.kind = 'GRANT'
				WHERE u.id > :after
				GROUP BY u.id HAVING COUNT(l.seq) <> 1""", after);
		none("a chat is charged once, and refunded once when it is REFUNDED", """
				SELECT c.id FROM chats c LEFT JOIN ledger l ON l.chat_id = c.id AND l.user_id = c.user_id
				WHERE c.user_id > :after
				GROUP BY c.id, c.state, c.price
				HAVING COUNT(CASE WHEN l.kind = 'CHARGE' AND l.amount = -c.price THEN 1 END) <> 1
					OR COUNT(CASE WHEN l.kind = 'REFUND' AND l.amount = c.price THEN 1 END)
						<> (CASE WHEN c.state = 'REFUNDED' THEN 1 ELSE 0 END)
					OR COUNT(l.seq) > 2""", after);
		none("every charge and refund is for a chat that exists", """
				SELECT l.seq FROM ledger l LEFT JOIN chats c ON c.id = l.chat_id
				WHERE l.user_id > :after AND l.chat_id IS NOT NULL AND c.id IS NULL""", after);
		none("an answered chat has a response", """
				SELECT id FROM chats WHERE user_id > :after
				AND state = 'ANSWERED' AND (response IS NULL OR answered_at IS NULL)""", after);
		none("no chat is pending past its time by more than 20 seconds", """
				SELECT id FROM chats WHERE user_id > :after AND state = 'PENDING'
				AND expires_at < CURRENT_TIMESTAMP - INTERVAL '20' SECOND""", after);
		assertThat(sum("SELECT SUM(tokens) FROM users WHERE id > :after", after))
			.as("the balances are what was given minus what was charged")
			.isEqualTo(sum("""
					SELECT SUM(amount) FROM ledger
					WHERE user_id > :after AND kind IN ('GRANT', 'TOP_UP', 'ADJUSTMENT')""", after) - sum("""
					SELECT SUM(price) FROM chats
					WHERE user_id > :after AND state IN ('ANSWERED', 'PENDING')""", after));
	}

	private void none(String rule, String violations, Map<String, ?> parameters) {
		assertThat(this.jdbc.sql(violations).params(parameters).query().listOfRows()).as(rule).isEmpty();
	}

	private long sum(String query, Map<String, ?> parameters) {
		return this.jdbc.sql("SELECT COALESCE((" + query + "), 0)").params(parameters).query(Long.class).single();
	}

}
