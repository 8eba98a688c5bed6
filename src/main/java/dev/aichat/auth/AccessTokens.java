package dev.aichat.auth;

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

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

import dev.aichat.web.InvalidAccessTokenException;
import dev.aichat.web.ProblemException;

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

	private final SecretKey key;

	private final Duration maxLifetime;

	private final Clock clock;

	private final JwtParser parser;

	AccessTokens(JwtSettings settings, Clock clock) {
		this.key = SigningKey.of(settings);
		this.maxLifetime = settings.accessLifetime().plus(MAX_CLOCK_SKEW);
		this.clock = clock;
		this.parser = Jwts.parser()
			.sig()
			.clear()
			.add(Jwts.SIG.HS256)
			.and()
			.verifyWith(this.key)
			.clock(() -> new Date(0)) // the expiry is verified below, after all else
			.requireIssuer(ISSUER)
			.requireAudience(AUDIENCE)
			.require(TYPE_CLAIM, TYPE)
			.build();
	}

	String issue(long userId, UUID sessionId, Duration lifetime) {
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
			.expiration(Date.from(now.plus(lifetime)))
			.claim(TYPE_CLAIM, TYPE)
			.signWith(this.key, Jwts.SIG.HS256)
			.compact();
	}

	/**
	 * Verifies that an access token is ours and has not expired.
	 * @throws InvalidAccessTokenException if it is not ours, or expires later than its
	 * lifetime allows
	 * @throws ProblemException {@code token_expired}, if nothing else is wrong
	 */
	Verified verify(String token) {
		if (token.length() > MAX_LENGTH || !SHAPE.matcher(token).matches()) {
			throw new InvalidAccessTokenException();
		}
		try {
			Claims claims = this.parser.parseSignedClaims(token).getPayload();
			UUID sessionId = UUID.fromString(String.valueOf(claims.get(SESSION_CLAIM)));
			Verified verified = new Verified(Long.parseLong(claims.getSubject()), sessionId, expiry(claims));
			requireUnexpired(verified);
			return verified;
		}
		catch (JwtException | IllegalArgumentException ex) {
			throw new InvalidAccessTokenException();
		}
	}

	private Instant expiry(Claims claims) {
		Date expiry = claims.getExpiration();
		if (expiry == null || expiry.toInstant().isAfter(this.clock.instant().plus(this.maxLifetime))) {
			throw new InvalidAccessTokenException();
		}
		return expiry.toInstant();
	}

	/** The moment of expiry itself is too late (RFC 7519, section 4.1.4). */
	void requireUnexpired(Verified token) {
		if (!this.clock.instant().isBefore(token.expiry())) {
			throw new ProblemException(HttpStatus.FORBIDDEN, "token_expired",
					"The access token expired, refresh it or log in again.")
				.header(HttpHeaders.WWW_AUTHENTICATE,
						"Bearer error=\"invalid_token\", error_description=\"The access token expired\"");
		}
	}

	/** The claims of a verified access token. */
	record Verified(long userId, UUID sessionId, Instant expiry) {
	}

}
