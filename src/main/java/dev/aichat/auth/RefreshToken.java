package dev.aichat.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;

/**
 * A refresh token: {@code <session id>.<family>.<secret>}. The family is the session's
 * and the secret changes with each use, so a known family with another secret is a spent
 * refresh token. The session id alone, which every access token contains, is worthless.
 */
record RefreshToken(UUID sessionId, String family, String secret) {

	private static final Pattern SHAPE = Pattern
		.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([\\w-]{43})\\.([\\w-]{43})");

	private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	private static final StringKeyGenerator RANDOM = new Base64StringKeyGenerator(BASE64, 32);

	static RefreshToken ofNewSession() {
		return new RefreshToken(UUID.randomUUID(), RANDOM.generateKey(), RANDOM.generateKey());
	}

	static Optional<RefreshToken> parse(String text) {
		Matcher parts = SHAPE.matcher(text);
		return parts.matches()
				? Optional.of(new RefreshToken(UUID.fromString(parts.group(1)), parts.group(2), parts.group(3)))
				: Optional.empty();
	}

	/**
	 * Derives the successor, so that it can be given twice although only hashes are
	 * stored. The first word keeps it apart from everything that the key signs.
	 */
	RefreshToken next(SecretKey key) {
		try {
			Mac mac = Mac.getInstance(key.getAlgorithm());
			mac.init(key);
			byte[] secret = mac.doFinal(("refresh " + text()).getBytes(StandardCharsets.US_ASCII));
			return new RefreshToken(this.sessionId, this.family, BASE64.encodeToString(secret));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
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

	/**
	 * A fast hash is enough for 256 random bits (NIST SP 800-63B, section 3.1.2.2: from
	 * 112 bits on).
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

	@Override
	public String toString() {
		return "RefreshToken[sessionId=" + this.sessionId + "]";
	}

}
