package dev.aichat.reconciliation;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Checks the accounting invariants in the background, one slice of users a second, and
 * reports the users whose rows break one: in the log, as metrics, and as the health
 * component {@code ledger}. That component belongs to no readiness group, because all
 * instances share the ledger. Each rule is one statement, which sees one moment of the
 * database and never half of a transaction.
 */
@Component("ledger")
class Reconciliation implements HealthIndicator {

	private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

	/** The most users that are logged for a rule and a slice. */
	private static final int MAX_LOGGED = 100;

	/** Enough for a user with millions of entries, who is checked in one slice. */
	private static final int MAX_SECONDS = 60;

	/** The last user of a slice that holds at least that many ledger entries. */
	private static final String SLICE_END = """
			SELECT user_id FROM ledger WHERE user_id > :from ORDER BY user_id, seq LIMIT 1 OFFSET :offset""";

	/**
	 * The invariants, each with the query for users that break it. If every entry follows
	 * from the one before and the newest one has the user's balance, the balance is the
	 * sum of all amounts and the numbers have no gap. Constraints guarantee the rest: one
	 * grant, which comes first, and no answered chat without a response.
	 */
	private static final Map<String, String> RULES = Map.of("a ledger entry follows from the one before", """
			SELECT DISTINCT l.user_id FROM ledger l
			LEFT JOIN ledger p ON p.user_id = l.user_id AND p.seq = l.seq - 1
			WHERE l.user_id > :from AND l.user_id <= :to
				AND ((l.seq > 1 AND p.seq IS NULL) OR l.balance <> COALESCE(p.balance, 0) + l.amount)""",
			"the newest ledger entry has the user's balance", """
					SELECT u.id FROM users u WHERE u.id > :from AND u.id <= :to AND (
						NOT EXISTS (SELECT 1 FROM ledger l
							WHERE l.user_id = u.id AND l.seq = u.ledger_seq AND l.balance = u.tokens)
						OR EXISTS (SELECT 1 FROM ledger l WHERE l.user_id = u.id AND l.seq > u.ledger_seq))""",
			"a chat is charged once, and refunded once if it is REFUNDED",
			"""
					SELECT DISTINCT c.user_id FROM chats c
					LEFT JOIN ledger p ON p.chat_id = c.id AND p.kind = 'CHARGE'
					LEFT JOIN ledger r ON r.chat_id = c.id AND r.kind = 'REFUND'
					WHERE c.user_id > :from AND c.user_id <= :to
						AND (p.seq IS NULL OR p.user_id <> c.user_id OR p.amount <> -c.price
						OR (r.seq IS NOT NULL) <> (c.state = 'REFUNDED') OR r.user_id <> c.user_id OR r.amount <> c.price)""",
			"a charge or refund is for a chat", """
					SELECT DISTINCT l.user_id FROM ledger l LEFT JOIN chats c ON c.id = l.chat_id
					WHERE l.user_id > :from AND l.user_id <= :to AND l.chat_id IS NOT NULL AND c.id IS NULL""",
			"no chat is PENDING past its time by more than 20 seconds", """
					SELECT DISTINCT user_id FROM chats
					WHERE user_id > :from AND user_id <= :to AND state = 'PENDING'
						AND expires_at < CURRENT_TIMESTAMP - INTERVAL '20' SECOND""");

	private final JdbcClient jdbc;

	private final ReconciliationSettings settings;

	private final Clock clock;

	private volatile Instant resumeAt;

	/** The last user of the slice before. */
	private volatile long reached = Long.MIN_VALUE;

	/**
	 * The number of users that break a rule, by the last user of their slice; without
	 * zeros.
	 */
	private final NavigableMap<Long, Integer> mismatches = new ConcurrentSkipListMap<>();

	private volatile long passes;

	Reconciliation(JdbcClient jdbc, ReconciliationSettings settings, Clock clock, MeterRegistry registry) {
		this.jdbc = jdbc;
		this.settings = settings;
		this.clock = clock;
		this.resumeAt = clock.instant().plus(settings.rest());
		Gauge.builder("aichat.ledger.mismatches", this, Reconciliation::mismatches)
			.description("Users whose ledger or chats break a rule; anything but 0 is an alarm.")
			.register(registry);
		FunctionCounter.builder("aichat.ledger.passes", this, (reconciliation) -> reconciliation.passes)
			.description("Complete passes over all users.")
			.register(registry);
	}

	@Scheduled(fixedDelayString = "1s")
	void tick() {
		if (this.clock.instant().isBefore(this.resumeAt)) {
			return;
		}
		// Set before the check, so that a database that fails also gets its rest
		this.resumeAt = this.clock.instant().plus(this.settings.rest());
		if (!checkSlice()) {
			this.resumeAt = Instant.MIN;
		}
	}

	/**
	 * Checks the next slice of users, and returns whether that completes a pass.
	 */
	boolean checkSlice() {
		long from = this.reached;
		Optional<Long> end = query(SLICE_END, Map.of("from", from, "offset", this.settings.rows() - 1)).stream()
			.findFirst();
		long to = end.orElse(Long.MAX_VALUE);
		Set<Long> found = new HashSet<>();
		RULES.forEach((rule, breach) -> found.addAll(report(rule, query(breach, Map.of("from", from, "to", to)))));
		replace(from, to, found.size());
		this.reached = end.orElse(Long.MIN_VALUE);
		if (end.isEmpty()) {
			this.passes++;
		}
		return end.isEmpty();
	}

	/** The users whose rows broke a rule when they were checked last. */
	int mismatches() {
		return this.mismatches.values().stream().mapToInt(Integer::intValue).sum();
	}

	@Override
	public Health health() {
		return ((mismatches() == 0) ? Health.up() : Health.down()).withDetail("mismatches", mismatches())
			.withDetail("passes", this.passes)
			.build();
	}

	private List<Long> query(String sql, Map<String, Object> parameters) {
		return this.jdbc.sql(sql).withQueryTimeout(MAX_SECONDS).params(parameters).query(Long.class).list();
	}

	private static List<Long> report(String rule, List<Long> users) {
		if (!users.isEmpty()) {
			log.error("The ledger is inconsistent: for {} users, such as {}, it does not hold that {}", users.size(),
					users.subList(0, Math.min(users.size(), MAX_LOGGED)), rule);
		}
		return users;
	}

	private void replace(long from, long to, int found) {
		boolean consistent = this.mismatches.isEmpty();
		this.mismatches.subMap(from, false, to, true).clear();
		if (found > 0) {
			this.mismatches.put(to, found);
		}
		if (!consistent && this.mismatches.isEmpty()) {
			log.info("The ledger is consistent again");
		}
	}

}
