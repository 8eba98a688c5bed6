package dev.aichat.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;

import dev.aichat.testing.SystemTest;

import static org.junit.jupiter.api.Named.named;

/** All the tokens that must not get anybody in, made from one that would. */
final class ForgedTokens {

	private static final String OTHER_SECRET = "another secret, which is just as long, 0123456789";

	private static final String HS256 = "{\"alg\":\"HS256\"}";

	private ForgedTokens() {
	}

	static Stream<Named<Function<HandmadeToken, String>>> all() {
		return Stream
			.of(algorithms(), signatures(), keysThatTheTokenBrings(), shapes(), times(), claims(), subjects(),
					sessions())
			.flatMap((table) -> table);
	}

	private static Stream<Named<Function<HandmadeToken, String>>> algorithms() {
		return Stream.of(forged("alg none, unsigned", (good) -> good.algorithm("none").unsigned() + "."),
				forged("no alg", (good) -> good.sign("{}", good.payload())),
				forged("alg twice", (good) -> good.sign("{\"alg\":\"none\",\"alg\":\"HS256\"}", good.payload())),
				forged("HS512 with our secret",
						(good) -> good.algorithm("HS512").signedWith("HmacSHA512", ourSecret()).sign()));
	}

	private static Stream<Named<Function<HandmadeToken, String>>> signatures() {
		return Stream.of(forged("signature empty", (good) -> good.unsigned() + "."),
				forged("signature stripped", HandmadeToken::unsigned),
				forged("signature of another payload",
						(good) -> good.unsigned() + good.claim("sub", "0").sign().replaceFirst(".*\\.", ".")),
				forged("another secret", (good) -> good.signedWith(OTHER_SECRET).sign()),
				forged("a bit flipped in the payload", (good) -> HandmadeToken.flipBit(good.sign(), 1)));
	}

	private static Stream<Named<Function<HandmadeToken, String>>> keysThatTheTokenBrings() {
		Map<String, String> jwk = Map.of("kty", "oct", "alg", "HS256", "k", HandmadeToken.encode(OTHER_SECRET));
		return Stream
			.of(forged("jwk that signs it", (good) -> good.header("jwk", jwk).signedWith(OTHER_SECRET).sign()));
	}

	private static Stream<Named<Function<HandmadeToken, String>>> shapes() {
		return Stream.of(forged("one part", (good) -> "token"), forged("one dot", (good) -> "."),
				forged("two dots", (good) -> ".."), forged("four parts", (good) -> good.sign() + ".e30"),
				forged("dot at the end", (good) -> good.sign() + "."),
				forged("dot at the beginning", (good) -> "." + good.sign()),
				forged("JWE of five parts",
						(good) -> HandmadeToken.encode("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + "..aXY.Y3Q.dGFn"),
				forged("padding", (good) -> good.sign() + "="),
				forged("space inside", (good) -> good.sign().replaceFirst("\\.", " .")),
				forged("two tokens", (good) -> good.sign() + ", " + good.sign()),
				forged("quoted", (good) -> "\"" + good.sign() + "\""),
				forged("letters outside of ASCII", (good) -> "\u00e9.\u00e9.\u00e9"),
				forged("control characters", (good) -> "\u0085.\u009f.\u00a0"),
				forged("payload is no JSON", (good) -> good.sign(HS256, "aichat")),
				forged("payload goes deep", (good) -> good.sign(HS256, "{\"a\":" + "[".repeat(2000))),
				forged("claim twice", (good) -> good.sign(HS256, good.payload().replace("{", "{\"sub\":\"1\","))),
				forged("5 KB", (good) -> good.claim("more", "x".repeat(4000)).sign()));
	}

	private static Stream<Named<Function<HandmadeToken, String>>> times() {
		long now = HandmadeToken.now();
		return Stream.of(forged("no exp", (good) -> good.without("exp").sign()),
				forged("exp past", (good) -> good.claim("exp", now - 1).sign()),
				forged("exp zero", (good) -> good.claim("exp", 0).sign()),
				forged("exp negative", (good) -> good.claim("exp", -now).sign()),
				forged("exp null", (good) -> good.claim("exp", null).sign()),
				forged("exp text", (good) -> good.claim("exp", String.valueOf(now + 600)).sign()),
				forged("exp date", (good) -> good.claim("exp", "2999-01-01T00:00:00Z").sign()),
				forged("exp fraction", (good) -> good.claim("exp", now + 600.5).sign()),
				forged("exp beyond our lifetime", (good) -> good.claim("exp", now + 3600).sign()),
				forged("exp in milliseconds", (good) -> good.claim("exp", (now + 600) * 1000).sign()),
				forged("exp huge", (good) -> good.claim("exp", Long.MAX_VALUE).sign()),
				forged("exp larger than a long",
						(good) -> good.sign(HS256, good.without("exp").payload().replace("{", "{\"exp\":1e30,"))),
				forged("exp array", (good) -> good.claim("exp", List.of(now + 600)).sign()),
				forged("nbf in the future", (good) -> good.claim("nbf", now + 300).sign()),
				forged("nbf text", (good) -> good.claim("nbf", "0").sign()),
				forged("iat text", (good) -> good.claim("iat", String.valueOf(now)).sign()));
	}

	private static Stream<Named<Function<HandmadeToken, String>>> claims() {
		return Stream.of(forged("no claims", (good) -> good.sign(HS256, "{}")),
				forged("no iss", (good) -> good.without("iss").sign()),
				forged("iss of others", (good) -> good.claim("iss", "https://example.org").sign()),
				forged("iss in capitals", (good) -> good.claim("iss", "AICHAT").sign()),
				forged("iss array", (good) -> good.claim("iss", List.of("aichat")).sign()),
				forged("no aud", (good) -> good.without("aud").sign()),
				forged("aud of others", (good) -> good.claim("aud", List.of("other-api")).sign()),
				forged("aud empty", (good) -> good.claim("aud", List.of()).sign()),
				forged("aud object", (good) -> good.claim("aud", Map.of("aichat-api", true)).sign()),
				forged("no token_type", (good) -> good.without("token_type").sign()),
				forged("token_type refresh", (good) -> good.claim("token_type", "refresh").sign()),
				forged("token_type null", (good) -> good.claim("token_type", null).sign()),
				forged("token_type array", (good) -> good.claim("token_type", List.of("access")).sign()));
	}

	private static Stream<Named<Function<HandmadeToken, String>>> subjects() {
		return Stream.of(forged("no sub", (good) -> good.without("sub").sign()),
				forged("sub null", (good) -> good.claim("sub", null).sign()),
				forged("sub empty", (good) -> good.claim("sub", "").sign()),
				forged("sub a name", (good) -> good.claim("sub", "admin").sign()),
				forged("sub zero", (good) -> good.claim("sub", "0").sign()),
				forged("sub negative", (good) -> good.claim("sub", "-1").sign()),
				forged("sub larger than a long", (good) -> good.claim("sub", "9223372036854775808").sign()),
				forged("sub SQL", (good) -> good.claim("sub", "1 OR 1=1").sign()),
				forged("sub array", (good) -> good.claim("sub", List.of("1")).sign()),
				forged("sub nobody ever was", (good) -> good.claim("sub", String.valueOf(Long.MAX_VALUE)).sign()));
	}

	private static Stream<Named<Function<HandmadeToken, String>>> sessions() {
		return Stream.of(forged("no sid", (good) -> good.without("sid").sign()),
				forged("sid null", (good) -> good.claim("sid", null).sign()),
				forged("sid empty", (good) -> good.claim("sid", "").sign()),
				forged("sid a name", (good) -> good.claim("sid", "admin").sign()),
				forged("sid a number", (good) -> good.claim("sid", 1).sign()),
				forged("sid array", (good) -> good.claim("sid", List.of("1")).sign()),
				forged("sid of zeros", (good) -> good.claim("sid", new UUID(0, 0).toString()).sign()),
				forged("sid short", (good) -> good.claim("sid", "1-1-1-1-1").sign()),
				forged("sid too long", (good) -> good.claim("sid", UUID.randomUUID() + "0").sign()),
				forged("sid of a session that never was",
						(good) -> good.claim("sid", UUID.randomUUID().toString()).sign()));
	}

	private static Named<Function<HandmadeToken, String>> forged(String name, Function<HandmadeToken, String> how) {
		return named(name, how);
	}

	private static byte[] ourSecret() {
		return SystemTest.JWT_SECRET.getBytes(StandardCharsets.UTF_8);
	}

}
