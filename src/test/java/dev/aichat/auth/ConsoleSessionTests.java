package dev.aichat.auth;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Books;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.SystemTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The lifetime and the secret of console sessions. */
@SystemTest
class ConsoleSessionTests {

	private static final long IDLE = Duration.ofMinutes(30).toSeconds();

	private static final long TOTAL = Duration.ofHours(12).toSeconds();

	@Autowired
	Client client;

	@Autowired
	Books books;

	@Autowired
	Admins admins;

	@Autowired
	ConsoleSessionService sessions;

	private Caller admin;

	private String secret;

	@BeforeEach
	void signIn() {
		this.admin = this.admins.newAdmin();
		this.secret = this.sessions.open(this.admin.username(), Sessions.PASSWORD);
	}

	@Test
	void newSessionHasTheConfiguredLifetimes() {
		assertThat(secondsLeft("expires_at")).isCloseTo(IDLE, within(60L));
		assertThat(secondsLeft("ends_at")).isCloseTo(TOTAL, within(60L));
		isSignedIn();
	}

	@Test
	void requestExtendsTheSessionOnceAMinute() {
		set("expires_at", IDLE - 40);
		isSignedIn();
		assertThat(secondsLeft("expires_at")).isLessThanOrEqualTo(IDLE - 40);
		set("expires_at", IDLE - 70);
		isSignedIn();
		assertThat(secondsLeft("expires_at")).isGreaterThan(IDLE - 60);
		set("expires_at", 5);
		isSignedIn();
		assertThat(secondsLeft("expires_at")).isGreaterThan(IDLE - 60);
	}

	@Test
	void unusedSessionExpires() {
		set("expires_at", 0);
		assertThat(this.sessions.resume(this.secret)).isEmpty();
		assertThat(secondsLeft("expires_at")).isNotPositive();
	}

	@Test
	void requestsDoNotExtendTheSessionPastItsEnd() {
		this.books.sql()
			.sql("UPDATE sessions SET expires_at = CURRENT_TIMESTAMP + INTERVAL '50' SECOND,"
					+ " ends_at = CURRENT_TIMESTAMP + INTERVAL '100' SECOND WHERE id = ?")
			.param(id())
			.update();
		isSignedIn();
		assertThat(secondsLeft("expires_at")).isBetween(51L, 100L);
		isSignedIn();
		assertThat(secondsLeft("expires_at")).isLessThanOrEqualTo(100);
	}

	@Test
	void changedSecretNeitherResumesNorEndsTheSession() {
		String other = this.sessions.open(this.admin.username(), Sessions.PASSWORD);
		String[] mine = this.secret.split("\\.");
		String[] others = other.split("\\.");
		for (String forged : List.of("", "x", mine[0], mine[0] + "." + mine[1] + "." + others[2],
				mine[0] + "." + others[1] + "." + mine[2], others[0] + "." + mine[1] + "." + mine[2])) {
			assertThat(this.sessions.resume(forged)).isEmpty();
			this.sessions.end(forged);
		}
		isSignedIn();
		this.sessions.end(this.secret);
		assertThat(this.sessions.resume(this.secret)).isEmpty();
		assertThat(this.sessions.resume(other)).isPresent();
	}

	private void isSignedIn() {
		assertThat(this.sessions.resume(this.secret)).get().extracting("id").isEqualTo(this.admin.id());
	}

	private UUID id() {
		return UUID.fromString(this.secret.split("\\.")[0]);
	}

	private void set(String column, long seconds) {
		this.books.sql()
			.sql("UPDATE sessions SET created_at = created_at - INTERVAL '1' SECOND, " + column
					+ " = CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND WHERE id = ?")
			.params(seconds, id())
			.update();
	}

	private long secondsLeft(String column) {
		return this.books.sql()
			.sql("SELECT EXTRACT(EPOCH FROM (" + column + " - CURRENT_TIMESTAMP)) FROM sessions WHERE id = ?")
			.param(id())
			.query(Long.class)
			.single();
	}

}
