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
 * Issues and verifies access tokens: JWTs signed with HS256 (RFC 7519, RFC 8725). Claims
 * are read only after the signature was verified with our key and algorithm.
 */
@Component
class AccessTokens {

	static final String ISSUER = "aichat";

	static final String AUDIENCE = "aichat-api";

	static final String SESSION_CLAIM = "sid";

	static final String TYPE_CLAIM = "token_type";

	static final String TYPE = "access";

	/** The most characters of an access token. */
	static final int MAX_LENGTH = 4096;

	/** The shape of RFC 7515, section 7.1; the parser would accept padding too. */
	private static final Pattern SHAPE = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

	/** The most time by which another instance's clock may be ahead. */
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

	/** Verifies that an access token is ours and has not expired. */
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
			UUID sessionId = UUID.fromString(String.valueOf(claims.get(SESSION_CLAIM)));
			return new Verified(Long.parseLong(claims.getSubject()), sessionId, expiry.toInstant());
		}
		catch (JwtException | IllegalArgumentException ex) {
			throw new InvalidAccessTokenException();
		}
	}

	/**
	 * The moment of expiry itself is too late (RFC 7519, section 4.1.4), which the parser
	 * accepts; and no access token of ours expires later than its lifetime allows.
	 */
	private boolean isCurrent(@Nullable Date expiry, Instant now) {
		return expiry != null && expiry.toInstant().isAfter(now)
				&& !expiry.toInstant().isAfter(now.plus(this.lifetime).plus(MAX_CLOCK_SKEW));
	}

	/** The claims of a verified access token. */
	record Verified(long userId, UUID sessionId, Instant expiry) {
	}

}
