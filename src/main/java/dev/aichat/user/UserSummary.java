package dev.aichat.user;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A user as operators see them.
 *
 * @param id the user
 * @param username the name as it was typed at registration
 * @param role what the user may do: USER chats and pays, ADMIN also runs the service
 * @param enabled whether the user may log in and spend
 * @param tokens the balance: what can be spent
 * @param createdAt the time of registration
 * @param erasedAt the time of erasure, or null
 */
@Schema(name = "User", example = """
		{"id": 1, "username": "ada", "role": "USER", "enabled": true, "tokens": 4000,
		"created_at": "2026-11-21T12:00:00Z"}""")
public record UserSummary(long id, String username, Role role, boolean enabled, long tokens, Instant createdAt,
		@JsonIgnore @Nullable Instant erasedAt) {

	public boolean enabledAdmin() {
		return this.role == Role.ADMIN && this.enabled;
	}

	/** Returns the same user with another balance. */
	public UserSummary withTokens(long balance) {
		return new UserSummary(this.id, this.username, this.role, this.enabled, balance, this.createdAt, this.erasedAt);
	}

}
