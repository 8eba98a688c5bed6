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
import tools.jackson.databind.node.ObjectNode;

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

	private static final JwtSettings SETTINGS = FreshSessionTests.SETTINGS;

	private final MovableClock clock = new MovableClock(NOW);

	private final AccessTokens tokens = new AccessTokens(SETTINGS, this.clock);

	@Test
	void issuedTokenHasTheContractsClaims() {
		String token = issue();
		assertThat(part(token, 0)).isEqualTo(json("{\"alg\":\"HS256\"}"));
		ObjectNode claims = (ObjectNode) part(token, 1);
		JsonNode id = claims.remove("jti");
		assertThat(UUID.fromString(id.stringValue()).version()).isEqualTo(4);
		assertThat(id).isNotEqualTo(part(issue(), 1).get("jti"));
		assertThat(claims).isEqualTo(json("""
				{"iss": "aichat", "aud": ["aichat-api"], "sub": "7", "user_id": 7, "sid": "%s", "iat": %d, "exp": %d,
				"token_type": "access"}""".formatted(SESSION, NOW.getEpochSecond(), NOW.getEpochSecond() + 1800)));
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
		JwtSettings otherKey = FreshSessionTests.settings("another secret of more than 32 bytes", Duration.ZERO);
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
