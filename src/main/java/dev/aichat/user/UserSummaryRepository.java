package dev.aichat.user;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads and locks whole accounts in the users table. */
@Repository
class UserSummaryRepository {

	private static final String SELECT = "SELECT id, username, role, enabled, tokens, created_at FROM users ";

	/** The most seconds of a search, which may have to look at every name. */
	private static final int MAX_SECONDS = 5;

	private final JdbcClient jdbc;

	UserSummaryRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Optional<UserSummary> find(long id) {
		return this.jdbc.sql(SELECT + "WHERE id = ?").param(id).query(UserSummaryRepository::account).optional();
	}

	Optional<UserSummary> findByKey(String nameKey) {
		return this.jdbc.sql(SELECT + "WHERE username_key = ?")
			.param(nameKey)
			.query(UserSummaryRepository::account)
			.optional();
	}

	/** Those before an id, newest first, without the erased. */
	List<UserSummary> findBefore(long id, @Nullable String nameKey, @Nullable Role role, @Nullable Boolean enabled,
			int limit) {
		String conditions = "WHERE erased_at IS NULL AND id < :before"
				+ ((nameKey != null) ? " AND POSITION(:name IN username_key) > 0" : "")
				+ ((role != null) ? " AND role = :role" : "") + ((enabled != null) ? " AND enabled = :enabled" : "");
		JdbcClient.StatementSpec query = this.jdbc.sql(SELECT + conditions + " ORDER BY id DESC LIMIT :limit")
			.withQueryTimeout(MAX_SECONDS)
			.param("before", id)
			.param("limit", limit);
		if (nameKey != null) {
			query.param("name", nameKey);
		}
		if (role != null) {
			query.param("role", role.name());
		}
		if (enabled != null) {
			query.param("enabled", enabled);
		}
		return query.query(UserSummaryRepository::account).list();
	}

	/** Locks an account, unless it is erased. */
	Optional<UserSummary> lock(long id) {
		return this.jdbc.sql(SELECT + "WHERE id = ? AND erased_at IS NULL FOR UPDATE")
			.param(id)
			.query(UserSummaryRepository::account)
			.optional();
	}

	/** Lets one at a time take power from admins. */
	void lockPower() {
		this.jdbc.sql("SELECT id FROM power FOR UPDATE").query(Integer.class).single();
	}

	boolean existsActiveAdminBesides(long id) {
		return this.jdbc.sql("SELECT COUNT(*) FROM users WHERE role = 'ADMIN' AND enabled AND id <> ?")
			.param(id)
			.query(Long.class)
			.single() > 0;
	}

	long count() {
		return this.jdbc.sql("SELECT COUNT(*) FROM users WHERE erased_at IS NULL").query(Long.class).single();
	}

	private static UserSummary account(ResultSet row, int number) throws SQLException {
		return new UserSummary(row.getLong("id"), row.getString("username"), Role.valueOf(row.getString("role")),
				row.getBoolean("enabled"), row.getLong("tokens"),
				row.getObject("created_at", OffsetDateTime.class).toInstant());
	}

}
