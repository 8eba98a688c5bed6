package dev.aichat.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a session goes on with, once: {@code <session id>.<family>.<secret>}. The family
 * stays for the session's life and the secret changes with each use, so a right family
 * with a wrong secret is a refresh token that was spent; who knows but the id, which
 * stands in every access token, can neither use nor spend anything.
 *
 * @param sessionId the session
 * @param family 256 random bits that all refresh tokens of the session share
 * @param secret 256 random bits of this one alone
 */
record RefreshToken(UUID sessionId, String family, String secret) {

	private static final int SECRET_BYTES = 32;

	private static final Pattern SHAPE = Pattern
		.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([\\w-]{43})\\.([\\w-]{43})");

	private static final SecureRandom RANDOM = new SecureRandom();

	static RefreshToken ofNewSession() {
		return new RefreshToken(UUID.randomUUID(), random(), random());
	}

	static Optional<RefreshToken> parse(String text) {
		Matcher parts = SHAPE.matcher(text);
		return parts.matches()
				? Optional.of(new RefreshToken(UUID.fromString(parts.group(1)), parts.group(2), parts.group(3)))
				: Optional.empty();
	}

	/** The one to use after this one. */
	RefreshToken next() {
		return new RefreshToken(this.sessionId, this.family, random());
	}

	String text() {
		return this.sessionId + "." + this.family + "." + this.secret;
	}

	String familyHash() {
		return hash(this.family);
	}

	String secretHash() {
		return hash(this.secret);
	}

	private static String random() {
		byte[] bytes = new byte[SECRET_BYTES];
		RANDOM.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * Nobody can guess 256 random bits, so a plain hash is enough, where a password needs
	 * a slow one (NIST SP 800-63B, section 3.1.2.2: from 112 bits on).
	 */
	private static String hash(String secret) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Without what is secret. */
	@Override
	public String toString() {
		return "RefreshToken[sessionId=" + this.sessionId + "]";
	}

}
