package dev.aichat.user;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A user with a name, a password and a balance. The balance is only read here: its one
 * writer is a statement of the wallet, so that no stale entity can overwrite it.
 */
@Entity
@Table(name = "users")
public class User {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private Long id;

	private String username;

	private String usernameKey;

	private String passwordHash;

	@Enumerated(EnumType.STRING)
	private Role role;

	private boolean enabled;

	@Column(insertable = false, updatable = false)
	private long tokens;

	@Column(insertable = false, updatable = false)
	private long sessionEpoch;

	@Column(updatable = false)
	private Instant createdAt;

	@Column(insertable = false, updatable = false)
	private @Nullable Instant erasedAt;

	@SuppressWarnings("NullAway") // for JPA
	protected User() {
	}

	User(Username name, String passwordHash, Instant now) {
		this.username = name.typed();
		this.usernameKey = name.key();
		this.passwordHash = passwordHash;
		this.role = Role.USER;
		this.enabled = true;
		this.createdAt = now;
	}

	public long id() {
		return this.id;
	}

	public String username() {
		return this.username;
	}

	public Role role() {
		return this.role;
	}

	String passwordHash() {
		return this.passwordHash;
	}

	boolean enabled() {
		return this.enabled;
	}

	/** The epoch of sessions opened now; those of earlier ones have ended. */
	public long sessionEpoch() {
		return this.sessionEpoch;
	}

}
