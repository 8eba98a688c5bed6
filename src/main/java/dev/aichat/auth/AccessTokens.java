package dev.aichat.auth;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.regex.Pattern;

import javax.crypto.SecretKey;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

import dev.aichat.web.InvalidAccessTokenException;

/**
 * Makes and checks access tokens: JWTs signed with HS256 (RFC 7519, RFC 8725). Nothing in
 * a token is believed before its signature is checked with our key and our algorithm.
 */
@Component
class AccessTokens {

	static final String ISSUER = "aichat";

	static final String AUDIENCE = "aichat-api";

	static final String SESSION_CLAIM = "sid";

	static final String TYPE_CLAIM = "token_type";

	static final String TYPE = "access";

	/** The most characters of a token that is looked at. */
	static final int MAX_LENGTH = 4096;

	/** RFC 7515, section 7.1, without the padding that the parser forgives. */
	private static final Pattern SHAPE = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

	/** How far another instance's clock, which issued a token, may be ahead of ours. */
	private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(1);

	private static final Path KEY_FILE = Path.of("data", "jwt.key");

	private final SecretKey key;

	private final Duration lifetime;

	private final Clock clock;

	private final JwtParser parser;

	AccessTokens(JwtSettings settings, Clock clock) {
		this.key = SigningKey.of(settings.secret(), KEY_FILE);
		this.lifetime = settings.accessLifetime();
		this.clock = clock;
		this.parser = Jwts.parser()
			.sig()
			.clear()
			.add(Jwts.SIG.HS256)
			.and()
			.verifyWith(this.key)
			.clock(() -> Date.from(clock.instant()))
			.json(new StrictClaims())
			.requireIssuer(ISSUER)
			.requireAudience(AUDIENCE)
			.require(TYPE_CLAIM, TYPE)
			.build();
	}

	/** Makes a token for the user of a session. */
	String issue(long userId, UUID sessionId) {
		Instant now = this.clock.instant();
		return Jwts.builder()
			.issuer(ISSUER)
			.audience()
			.add(AUDIENCE)
			.and()
			.subject(Long.toString(userId))
			.claim("user_id", userId)
			.claim(SESSION_CLAIM, sessionId.toString())
			.id(UUID.randomUUID().toString())
			.issuedAt(Date.from(now))
			.expiration(Date.from(now.plus(this.lifetime)))
			.claim(TYPE_CLAIM, TYPE)
			.signWith(this.key, Jwts.SIG.HS256)
			.compact();
	}

	/**
	 * Checks a token.
	 * @param token what the caller sent
	 * @return what it says
	 * @throws InvalidAccessTokenException if it is not one of ours, or no longer good
	 */
	Verified verify(String token) {
		if (token.length() > MAX_LENGTH || !SHAPE.matcher(token).matches()) {
			throw new InvalidAccessTokenException();
		}
		try {
			Claims claims = this.parser.parseSignedClaims(token).getPayload();
			Date expiry = claims.getExpiration();
			if (!isCurrent(expiry, this.clock.instant())) {
				throw new InvalidAccessTokenException();
			}
			return new Verified(Long.parseLong(claims.getSubject()), sessionId(claims), expiry.toInstant());
		}
		catch (JwtException | IllegalArgumentException ex) {
			throw new InvalidAccessTokenException();
		}
	}

	private static UUID sessionId(Claims claims) {
		return UUID.fromString(String.valueOf(claims.get(SESSION_CLAIM)));
	}

	/**
	 * The moment of expiry is too late (RFC 7519, section 4.1.4), which the parser lets
	 * pass; and no token of ours lives longer than they are made to.
	 */
	private boolean isCurrent(@Nullable Date expiry, Instant now) {
		return expiry != null && expiry.toInstant().isAfter(now)
				&& !expiry.toInstant().isAfter(now.plus(this.lifetime).plus(MAX_CLOCK_SKEW));
	}

	/**
	 * What a token says whose signature was checked.
	 *
	 * @param userId the user it was issued to
	 * @param sessionId the session it belongs to
	 * @param expiry when it ends to be good
	 */
	record Verified(long userId, UUID sessionId, Instant expiry) {
	}

}
