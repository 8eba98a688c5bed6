package dev.aichat.auth;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;

/**
 * The sessions table. Each change is one guarded statement by the database's clock.
 * Ending a session deletes its row, so nothing can revive it.
 */
@Repository
class SessionRepository {

	private static final String OWNER = """
			SELECT u.id, u.username, u.role,
				FLOOR(EXTRACT(EPOCH FROM s.ends_at - CURRENT_TIMESTAMP)) AS seconds_left
			FROM sessions s JOIN users u ON u.id = s.user_id
			WHERE s.id = ? AND s.expires_at > CURRENT_TIMESTAMP AND s.epoch = u.session_epoch AND u.enabled""";

	private final JdbcClient jdbc;

	SessionRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void open(RefreshToken token, long userId, long epoch, Duration idle, Duration total) {
		this.jdbc.sql("""
				INSERT INTO sessions (id, user_id, epoch, family_hash, secret_hash, created_at, expires_at, ends_at)
				VALUES (?, ?, ?, ?, ?, CURRENT_TIMESTAMP,
					CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND,
					CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND)""")
			.params(token.sessionId(), userId, epoch, token.familyHash(), token.secretHash(), idle.toSeconds(),
					total.toSeconds())
			.update();
	}

	/** Finds all but the latest sessions of a user, those of past epochs first. */
	List<UUID> findOldest(long userId, int kept) {
		return this.jdbc.sql("""
				SELECT id FROM sessions WHERE user_id = ?
				ORDER BY epoch DESC, created_at DESC, id OFFSET ? ROWS""")
			.params(userId, kept)
			.query(UUID.class)
			.list();
	}

	Optional<Live> find(UUID id) {
		return this.jdbc.sql(OWNER)
			.param(id)
			.query((row, number) -> new Live(owner(row, number), Duration.ofSeconds(row.getLong("seconds_left"))))
			.optional();
	}

	Optional<CurrentUser> findOwner(UUID id) {
		return find(id).map(Live::user);
	}

	Optional<CurrentUser> findOwner(RefreshToken token) {
		return this.jdbc.sql(OWNER + " AND s.family_hash = ? AND s.secret_hash = ?")
			.params(token.sessionId(), token.familyHash(), token.secretHash())
			.query(SessionRepository::owner)
			.optional();
	}

	/** Extends a live session. */
	void extend(RefreshToken token, Duration idle) {
		this.jdbc.sql("""
				UPDATE sessions SET
					expires_at = LEAST(CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND, ends_at)
				WHERE id = ? AND family_hash = ? AND secret_hash = ? AND expires_at > CURRENT_TIMESTAMP""")
			.params(idle.toSeconds(), token.sessionId(), token.familyHash(), token.secretHash())
			.update();
	}

	/**
	 * Replaces the current refresh token by its successor, and does so again for the one
	 * that was spent last, within the leeway.
	 */
	boolean rotate(RefreshToken shown, RefreshToken next, Duration idle, Duration leeway) {
		return this.jdbc.sql("""
				UPDATE sessions SET secret_hash = :next, spent_hash = :shown,
					spent_at = CASE WHEN secret_hash = :shown THEN CURRENT_TIMESTAMP ELSE spent_at END,
					expires_at = LEAST(CURRENT_TIMESTAMP + CAST(:idle AS INTEGER) * INTERVAL '1' SECOND, ends_at)
				WHERE id = :id AND family_hash = :family AND expires_at > CURRENT_TIMESTAMP
					AND (secret_hash = :shown OR spent_hash = :shown AND CAST(:leeway AS INTEGER) > 0
						AND spent_at > CURRENT_TIMESTAMP - CAST(:leeway AS INTEGER) * INTERVAL '0.001' SECOND)""")
			.param("next", next.secretHash())
			.param("shown", shown.secretHash())
			.param("idle", idle.toSeconds())
			.param("id", shown.sessionId())
			.param("family", shown.familyHash())
			.param("leeway", leeway.toMillis())
			.update() == 1;
	}

	/** Ends the session of a spent refresh token. */
	boolean endReplayed(RefreshToken token) {
		return this.jdbc.sql("DELETE FROM sessions WHERE id = ? AND family_hash = ? AND secret_hash <> ?")
			.params(token.sessionId(), token.familyHash(), token.secretHash())
			.update() == 1;
	}

	void end(RefreshToken token) {
		this.jdbc.sql("DELETE FROM sessions WHERE id = ? AND family_hash = ? AND secret_hash = ?")
			.params(token.sessionId(), token.familyHash(), token.secretHash())
			.update();
	}

	void end(UUID id) {
		this.jdbc.sql("DELETE FROM sessions WHERE id = ?").param(id).update();
	}

	/** Moves a session to its user's new epoch, if it was live in the one before. */
	boolean carryOver(UUID id, long userId, long epoch) {
		return this.jdbc.sql("""
				UPDATE sessions SET epoch = ?
				WHERE id = ? AND user_id = ? AND epoch = ? AND expires_at > CURRENT_TIMESTAMP""")
			.params(epoch, id, userId, epoch - 1)
			.update() == 1;
	}

	/** Deletes expired sessions that no other instance has locked. */
	int deleteExpired(int limit) {
		return this.jdbc.sql("""
				DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= CURRENT_TIMESTAMP
					ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)""").param(limit).update();
	}

	private static CurrentUser owner(ResultSet row, int number) throws SQLException {
		return new CurrentUser(row.getLong("id"), row.getString("username"), Role.valueOf(row.getString("role")));
	}

	/** A live session: its user, and the time until it ends whatever is done with it. */
	record Live(CurrentUser user, Duration left) {
	}

}
