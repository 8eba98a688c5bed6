package dev.aichat.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.aichat.testing.MovableClock;
import dev.aichat.web.InvalidAccessTokenException;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The claims, the lifetime and the verification of access tokens. */
@Tag("mutation")
class AccessTokensTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

	private static final UUID SESSION = UUID.fromString("0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11");

	private static final long ADA = 7;

	private static final JwtSettings SETTINGS = settings("a secret of more than thirty-two bytes",
			Duration.ofMinutes(30));

	private final MovableClock clock = new MovableClock(NOW);

	private final AccessTokens tokens = new AccessTokens(SETTINGS, this.clock);

	@Test
	void issuedTokenHasTheContractsClaims() {
		String token = issue();
		assertThat(part(token, 0)).isEqualTo(json("{\"alg\":\"HS256\"}"));
		JsonNode claims = part(token, 1);
		assertThat(claims.propertyNames()).containsExactlyInAnyOrder("iss", "aud", "sub", "user_id", "sid", "jti",
				"iat", "exp", "token_type");
		assertThat(claims.get("iss").stringValue()).isEqualTo("aichat");
		assertThat(claims.get("aud")).isEqualTo(json("[\"aichat-api\"]"));
		assertThat(claims.get("sub").stringValue()).isEqualTo("7");
		assertThat(claims.get("user_id").longValue()).isEqualTo(7);
		assertThat(claims.get("sid").stringValue()).isEqualTo(SESSION.toString());
		assertThat(UUID.fromString(claims.get("jti").stringValue()).version()).isEqualTo(4);
		assertThat(claims.get("jti")).isNotEqualTo(part(issue(), 1).get("jti"));
		assertThat(claims.get("iat").longValue()).isEqualTo(NOW.getEpochSecond());
		assertThat(claims.get("exp").longValue()).isEqualTo(NOW.getEpochSecond() + 1800);
		assertThat(claims.get("token_type").stringValue()).isEqualTo("access");
	}

	@Test
	void tokenIsAcceptedUntilItExpires() {
		String token = issue();
		assertThat(this.tokens.verify(token).userId()).isEqualTo(7);
		assertThat(this.tokens.verify(token).sessionId()).isEqualTo(SESSION);
		this.clock.move(NOW.plusSeconds(1799));
		assertThat(this.tokens.verify(token).userId()).isEqualTo(7);
		this.clock.move(NOW.plusSeconds(1800).minusMillis(1));
		assertThat(this.tokens.verify(token).userId()).isEqualTo(7);
		this.clock.move(NOW.plusSeconds(1800));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.tokens.verify(token))
			.returns("token_expired", ProblemException::code);
	}

	@Test
	void tokenOfALongerLifetimeOrAnotherKeyIsRejected() {
		isRejected(this.tokens.issue(ADA, SESSION, Duration.ofHours(1)));
		JwtSettings otherKey = settings("another secret of more than 32 bytes", SETTINGS.accessLifetime());
		isRejected(new AccessTokens(otherKey, this.clock).issue(ADA, SESSION, SETTINGS.accessLifetime()));
	}

	@Test
	void changedCutOrOversizedTokenIsRejected() {
		String token = issue();
		isRejected(token.substring(1));
		isRejected(token.substring(0, token.length() - 4));
		isRejected(token + "x".repeat(AccessTokens.MAX_LENGTH));
	}

	@Test
	void settingsHideTheSecret() {
		assertThat(SETTINGS.toString()).doesNotContain("secret");
	}

	private String issue() {
		return this.tokens.issue(ADA, SESSION, SETTINGS.accessLifetime());
	}

	private static JwtSettings settings(String secret, Duration accessLifetime) {
		return new JwtSettings(secret, accessLifetime, Duration.ofDays(7), Duration.ofDays(30), Duration.ofSeconds(10));
	}

	private void isRejected(String token) {
		assertThatExceptionOfType(InvalidAccessTokenException.class).as(token)
			.isThrownBy(() -> this.tokens.verify(token));
	}

	private static JsonNode part(String token, int number) {
		return json(new String(Base64.getUrlDecoder().decode(token.split("\\.")[number]), StandardCharsets.UTF_8));
	}

	private static JsonNode json(String text) {
		return new JsonMapper().readTree(text);
	}

}
