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
import org.springframework.stereotype.Repository;

import dev.aichat.web.IdempotencyKey;

/** The append-only audit table. It has no entity, so that no entry can be changed. */
@Repository
class AuditRepository {

	private static final String SELECT = """
			SELECT id, at, actor_id, action, subject_id, state_before, state_after FROM audit\s""";

	private static final TypeReference<Map<String, Object>> STATE = new TypeReference<>() {
	};

	private final JdbcClient jdbc;

	private final JsonMapper json;

	AuditRepository(JdbcClient jdbc, JsonMapper json) {
		this.jdbc = jdbc;
		this.json = json;
	}

	void append(AuditedChange change, @Nullable IdempotencyKey key) {
		this.jdbc.sql("""
				INSERT INTO audit (at, actor_id, action, subject_id, state_before, state_after, idempotency_key)
				VALUES (CURRENT_TIMESTAMP, ?, ?, ?, ?, ?, ?)""")
			.params(change.actor(), change.action().name(), change.subject(), write(change.before()),
					write(change.after()), (key != null) ? key.value() : null)
			.update();
	}

	List<AuditEntry> findBefore(long id, @Nullable Long actor, @Nullable Long subject, int limit) {
		String criteria = ((actor != null) ? " AND actor_id = :actor" : "")
				+ ((subject != null) ? " AND subject_id = :subject" : "");
		return this.jdbc.sql(SELECT + "WHERE id < :before" + criteria + " ORDER BY id DESC LIMIT :limit")
			.param("before", id)
			.param("actor", actor)
			.param("subject", subject)
			.param("limit", limit)
			.query(this::entry)
			.list();
	}

	Optional<AuditEntry> findByKey(long actor, IdempotencyKey key) {
		return this.jdbc.sql(SELECT + "WHERE actor_id = ? AND idempotency_key = ?")
			.params(actor, key.value())
			.query(this::entry)
			.optional();
	}

	private AuditEntry entry(ResultSet row, int number) throws SQLException {
		return new AuditEntry(row.getLong("id"), row.getObject("at", OffsetDateTime.class).toInstant(),
				row.getObject("actor_id", Long.class), AuditAction.valueOf(row.getString("action")),
				row.getLong("subject_id"), read(row.getString("state_before")), read(row.getString("state_after")));
	}

	private @Nullable String write(@Nullable Map<String, Object> state) {
		return (state != null) ? this.json.writeValueAsString(state) : null;
	}

	private @Nullable Map<String, Object> read(@Nullable String state) {
		return (state != null) ? this.json.readValue(state, STATE) : null;
	}

}
