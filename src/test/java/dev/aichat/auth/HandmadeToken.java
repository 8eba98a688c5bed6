package dev.aichat.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.SystemTest;

/** A JWT made by hand: valid at first, then changed in any way. */
final class HandmadeToken {

	private static final JsonMapper JSON = new JsonMapper();

	private final Map<String, Object> header = new HashMap<>(Map.of("alg", "HS256"));

	private final Map<String, Object> claims = new HashMap<>();

	private byte[] secret = SystemTest.JWT_SECRET.getBytes(StandardCharsets.UTF_8);

	private String mac = "HmacSHA256";

	/** Begins with the claims of a user's session. */
	HandmadeToken(Caller user) {
		this(user.id(), sessionId(user.token()));
	}

	HandmadeToken(long userId, String sessionId) {
		this.claims.putAll(Map.of("iss", "aichat", "aud", List.of("aichat-api"), "sub", String.valueOf(userId), "sid",
				sessionId, "iat", now(), "exp", now() + 600, "token_type", "access"));
	}

	static String sessionId(String token) {
		return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1])).get("sid").stringValue();
	}

	static long now() {
		return Instant.now().getEpochSecond();
	}

	/** Replaces a claim, or removes it if the value is null. */
	HandmadeToken claim(String name, @Nullable Object value) {
		this.claims.compute(name, (claim, before) -> value);
		return this;
	}

	HandmadeToken header(String name, Object value) {
		this.header.put(name, value);
		return this;
	}

	HandmadeToken signedWith(String mac, byte[] secret) {
		this.mac = mac;
		this.secret = secret;
		return this;
	}

	String payload() {
		return JSON.writeValueAsString(this.claims);
	}

	/** Returns the first two parts, without a signature. */
	String unsigned() {
		return unsigned(payload());
	}

	private String unsigned(String payload) {
		return encode(JSON.writeValueAsBytes(this.header)) + "." + encode(payload.getBytes(StandardCharsets.UTF_8));
	}

	String sign() {
		return sign(payload());
	}

	/** Signs another payload. */
	String sign(String payload) {
		try {
			String text = unsigned(payload);
			Mac signer = Mac.getInstance(this.mac);
			signer.init(new SecretKeySpec(this.secret, this.mac));
			return text + "." + encode(signer.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
