package dev.aichat.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;

/**
 * Records changes of users, in the transactions that make them, for ever. The table has
 * no entity, so that no entry can be changed.
 */
@Component
public class AuditLog {

	private static final String SELECT = """
			SELECT id, at, actor_id, action, subject_id, state_before, state_after FROM audit\s""";

	private static final TypeReference<Map<String, Object>> STATE = new TypeReference<>() {
	};

	private final JdbcClient jdbc;

	private final JsonMapper json;

	AuditLog(JdbcClient jdbc, JsonMapper json) {
		this.jdbc = jdbc;
		this.json = json;
	}

	/** Writes a change. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void write(@Nullable Long actor, AuditAction action, long subject, @Nullable Map<String, Object> before,
			@Nullable Map<String, Object> after) {
		write(actor, action, subject, before, after, null);
	}

	/**
	 * Writes a change, which its actor makes at most once with a key.
	 * @throws org.springframework.dao.DuplicateKeyException if the key was used before
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void write(@Nullable Long actor, AuditAction action, long subject, @Nullable Map<String, Object> before,
			@Nullable Map<String, Object> after, @Nullable IdempotencyKey key) {
		this.jdbc.sql("""
				INSERT INTO audit (at, actor_id, action, subject_id, state_before, state_after, idempotency_key)
				VALUES (CURRENT_TIMESTAMP, ?, ?, ?, ?, ?, ?)""")
			.params(actor, action.name(), subject, toJson(before), toJson(after), (key != null) ? key.value() : null)
			.update();
	}

	/** Finds the change that an actor made with an idempotency key. */
	public Optional<AuditEntry> find(long actor, IdempotencyKey key) {
		return this.jdbc.sql(SELECT + "WHERE actor_id = ? AND idempotency_key = ?")
			.params(actor, key.value())
			.query(this::entry)
			.optional();
	}

	/**
	 * Finds entries by actor and subject, newest first. A null criterion matches every
	 * entry.
	 */
	public Page<AuditEntry, Long> page(@Nullable Long actor, @Nullable Long subject, int limit, @Nullable Long before) {
		String criteria = ((actor != null) ? " AND actor_id = :actor" : "")
				+ ((subject != null) ? " AND subject_id = :subject" : "");
		List<AuditEntry> rows = this.jdbc
			.sql(SELECT + "WHERE id < :before" + criteria + " ORDER BY id DESC LIMIT :rows")
			.param("before", (before != null) ? before : Long.MAX_VALUE)
			.param("actor", actor)
			.param("subject", subject)
			.param("rows", limit + 1)
			.query(this::entry)
			.list();
		return Page.of(rows, limit, AuditEntry::id);
	}

	private AuditEntry entry(ResultSet row, int number) throws SQLException {
		return new AuditEntry(row.getLong("id"), row.getObject("at", OffsetDateTime.class).toInstant(),
				row.getObject("actor_id", Long.class), AuditAction.valueOf(row.getString("action")),
				row.getLong("subject_id"), fromJson(row.getString("state_before")),
				fromJson(row.getString("state_after")));
	}

	private @Nullable String toJson(@Nullable Map<String, Object> state) {
		return (state != null) ? this.json.writeValueAsString(state) : null;
	}

	private @Nullable Map<String, Object> fromJson(@Nullable String state) {
		return (state != null) ? this.json.readValue(state, STATE) : null;
	}

}
