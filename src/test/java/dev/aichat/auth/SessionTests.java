package dev.aichat.auth;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;
import dev.aichat.testing.SystemTest;
import dev.aichat.user.User;
import dev.aichat.user.UserService;

import static org.assertj.core.api.Assertions.assertThat;

/** Base of tests that open sessions without the cost of a password each. */
abstract class SessionTests extends ServiceTests {

	static final String PASSWORD = Client.credentials("anyone").get("password");

	@Autowired
	UserService users;

	@Autowired
	SessionService service;

	@Autowired
	private SessionRepository repository;

	@Autowired
	private AccessTokens accessTokens;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private EntityManager entities;

	/** Reads a user as a log-in does that finds the password right. */
	User prove(Caller caller) {
		return this.entities.find(User.class, caller.id());
	}

	User newUser() {
		return prove(this.client.newUser());
	}

	Access open(User user) {
		return this.service.open(user);
	}

	Answer refresh(String refreshToken) {
		return this.client.post("/api/token/refresh", Map.of("refresh", refreshToken));
	}

	/** Returns the refresh token that is good after one is used. */
	String refreshed(String refreshToken) {
		Answer answer = refresh(refreshToken);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.text("refresh");
	}

	Answer use(String accessToken) {
		return this.client.get("/api/balance", bearer(accessToken));
	}

	Answer post(String path, Object body, String accessToken) {
		return this.client.post(path, body, bearer(accessToken));
	}

	static String[] bearer(String accessToken) {
		return new String[] { "Authorization", "Bearer " + accessToken };
	}

	void lives(Access access) {
		assertThat(use(access.accessToken()).status()).isEqualTo(200);
		refreshed(access.refreshToken());
	}

	void isOver(Access access) {
		isOver(access.accessToken(), access.refreshToken());
	}

	void isOver(String accessToken, String refreshToken) {
		use(accessToken).isProblem(403, "invalid_token");
		refresh(refreshToken).isProblem(401, "invalid_token");
	}

	/** Lets time pass for a session, and for nothing else. */
	void age(Access access, Duration time) {
		age(this.books.sql(), UUID.fromString(HandmadeToken.sessionId(access.accessToken())), time);
	}

	/** Lets time pass for a session, or for all if the id is null. */
	static void age(JdbcClient jdbc, @Nullable UUID id, Duration time) {
		int rows = jdbc.sql("""
				UPDATE sessions SET created_at = created_at - CAST(:time AS INTEGER) * INTERVAL '1' SECOND,
					spent_at = spent_at - CAST(:time AS INTEGER) * INTERVAL '1' SECOND,
					expires_at = expires_at - CAST(:time AS INTEGER) * INTERVAL '1' SECOND,
					ends_at = ends_at - CAST(:time AS INTEGER) * INTERVAL '1' SECOND
				WHERE CAST(:id AS UUID) IS NULL OR id = CAST(:id AS UUID)""")
			.param("time", time.toSeconds())
			.param("id", id)
			.update();
		assertThat(rows).isPositive();
	}

	long count(Caller user) {
		return this.books.number("SELECT COUNT(*) FROM sessions WHERE user_id = ?", user.id());
	}

	/** Returns the authenticator of another instance, or of this one after a restart. */
	AccessTokenAuthenticator authenticatorElsewhere() {
		return new AccessTokenAuthenticator(this.accessTokens, this.repository, Ticker.systemTicker());
	}

	/** Returns the service of another instance, which has no leeway. */
	SessionService withoutLeeway() {
		JwtSettings settings = FreshSessionTests.settings(SystemTest.JWT_SECRET, Duration.ZERO);
		return new SessionService(this.users, this.repository, this.accessTokens, authenticatorElsewhere(),
				this.transaction, settings);
	}

}
