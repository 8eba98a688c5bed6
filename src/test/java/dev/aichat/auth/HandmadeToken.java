package dev.aichat.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.SystemTest;

/** A JWT made by hand: good as it begins, and then wrong in any way. */
final class HandmadeToken {

	private static final JsonMapper JSON = new JsonMapper();

	private final Map<String, @Nullable Object> header = new LinkedHashMap<>(Map.of("alg", "HS256"));

	private final Map<String, @Nullable Object> claims = new LinkedHashMap<>();

	private byte[] secret = SystemTest.JWT_SECRET.getBytes(StandardCharsets.UTF_8);

	private String mac = "HmacSHA256";

	/** Good for the session that somebody is logged in by. */
	HandmadeToken(Caller user) {
		this(user.id(), sessionId(user.token()));
	}

	HandmadeToken(long userId, String sessionId) {
		claim("iss", "aichat").claim("aud", List.of("aichat-api"))
			.claim("sub", String.valueOf(userId))
			.claim("sid", sessionId)
			.claim("iat", now())
			.claim("exp", now() + 600)
			.claim("token_type", "access");
	}

	static String sessionId(String token) {
		return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1])).get("sid").stringValue();
	}

	static long now() {
		return Instant.now().getEpochSecond();
	}

	HandmadeToken claim(String name, @Nullable Object value) {
		this.claims.put(name, value);
		return this;
	}

	HandmadeToken without(String claim) {
		this.claims.remove(claim);
		return this;
	}

	HandmadeToken header(String name, @Nullable Object value) {
		this.header.put(name, value);
		return this;
	}

	HandmadeToken algorithm(@Nullable String name) {
		return header("alg", name);
	}

	HandmadeToken signedWith(String mac, byte[] secret) {
		this.mac = mac;
		this.secret = secret;
		return this;
	}

	HandmadeToken signedWith(String secret) {
		return signedWith("HmacSHA256", secret.getBytes(StandardCharsets.UTF_8));
	}

	String payload() {
		return JSON.writeValueAsString(this.claims);
	}

	/** The first two parts, with nothing to prove them. */
	String unsigned() {
		return encode(JSON.writeValueAsString(this.header)) + "." + encode(payload());
	}

	String sign() {
		return sign(unsigned());
	}

	/** The token with another payload, well signed. */
	String sign(String header, String payload) {
		return sign(encode(header) + "." + encode(payload));
	}

	/** Any text, well signed. */
	String sign(String text) {
		try {
			Mac signer = Mac.getInstance(this.mac);
			signer.init(new SecretKeySpec(this.secret, this.mac));
			return text + "." + encode(signer.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String encode(String text) {
		return encode(text.getBytes(StandardCharsets.UTF_8));
	}

	static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/** A token of which one bit of one part is another. */
	static String flipBit(String token, int part) {
		String[] parts = token.split("\\.");
		byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
		bytes[bytes.length / 2] ^= 1;
		parts[part] = encode(bytes);
		return String.join(".", parts);
	}

}
