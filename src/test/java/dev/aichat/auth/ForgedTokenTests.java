package dev.aichat.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.SystemTest;
import dev.aichat.testing.UnchargedTests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

/** Forged, foreign and outdated access tokens. */
class ForgedTokenTests extends UnchargedTests {

	private static final List<String> PROTECTED = List.of("GET /api/balance", "GET /api/tokens", "GET /api/ledger",
			"GET /api/chat", "GET /api/chat/0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "POST /api/chat", "POST /api/top-up",
			"POST /api/logout", "POST /api/password");

	private static final byte[] OUR_SECRET = SystemTest.JWT_SECRET.getBytes(StandardCharsets.UTF_8);

	private static final byte[] OTHER_SECRET = "another secret, which is just as long, 0123456789".getBytes();

	@Test
	void wellFormedTokenMadeByHandIsAccepted() {
		assertThat(balance(token().sign()).status()).isEqualTo(200);
		assertThat(balance(token().header("typ", "JWT").claim("aud", "aichat-api").sign()).status()).isEqualTo(200);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "signatures", "shapes", "claims" })
	void forgedTokenIsRejectedEverywhere(Function<HandmadeToken, String> forged) {
		String token = forged.apply(token());
		PROTECTED.forEach((route) -> isRejected(exchange(route, token)));
	}

	static Stream<Named<Function<HandmadeToken, String>>> signatures() {
		Map<String, String> jwk = Map.of("kty", "oct", "alg", "HS256", "k", HandmadeToken.encode(OTHER_SECRET));
		return Stream.of(named("alg none, unsigned", (good) -> good.header("alg", "none").unsigned() + "."),
				named("alg none, signed", (good) -> good.header("alg", "none").sign()),
				named("HS384", (good) -> good.header("alg", "HS384").signedWith("HmacSHA384", OUR_SECRET).sign()),
				named("HS512", (good) -> good.header("alg", "HS512").signedWith("HmacSHA512", OUR_SECRET).sign()),
				named("no signature", HandmadeToken::unsigned),
				named("empty signature", (good) -> good.unsigned() + "."),
				named("signature of another payload",
						(good) -> good.unsigned() + good.claim("sub", "0").sign().replaceFirst(".*\\.", ".")),
				named("another secret", (good) -> good.signedWith("HmacSHA256", OTHER_SECRET).sign()),
				named("another secret, as its jwk",
						(good) -> good.header("jwk", jwk).signedWith("HmacSHA256", OTHER_SECRET).sign()));
	}

	static Stream<Named<Function<HandmadeToken, String>>> shapes() {
		return Stream.of(named("one part", (good) -> "token"), named("two dots", (good) -> ".."),
				named("four parts", (good) -> good.sign() + ".e30"),
				named("dot at the end", (good) -> good.sign() + "."),
				named("dot at the beginning", (good) -> "." + good.sign()),
				named("padding", (good) -> good.sign() + "="),
				named("space inside", (good) -> good.sign().replaceFirst("\\.", " .")),
				named("two tokens", (good) -> good.sign() + ", " + good.sign()),
				named("quoted", (good) -> "\"" + good.sign() + "\""),
				named("letters outside of ASCII", (good) -> "\u00e9.\u00e9.\u00e9"),
				named("control characters", (good) -> "\u0085.\u009f.\u00a0"),
				named("payload is no JSON", (good) -> good.sign("aichat")),
				named("payload is an array", (good) -> good.sign("[" + good.payload() + "]")),
				named("payload is null", (good) -> good.sign("null")), named("no payload", (good) -> good.sign("")),
				named("no claims", (good) -> good.sign("{}")),
				named("deep payload", (good) -> good.sign("{\"a\":" + "[".repeat(2000))),
				named("claim twice", (good) -> good.sign(good.payload().replace("{", "{\"sub\":\"1\","))),
				named("5 KB", (good) -> good.claim("more", "x".repeat(4000)).sign()));
	}

	static Stream<Named<Function<HandmadeToken, String>>> claims() {
		long now = HandmadeToken.now();
		return Stream.of(claim("exp", null), claim("exp", "2999-01-01T00:00:00Z"), claim("exp", now + 3600),
				claim("exp", (now + 600) * 1000), claim("exp", Long.MAX_VALUE), claim("exp", 1e30),
				claim("exp", List.of(now + 600)), claim("nbf", now + 300), claim("iss", null),
				claim("iss", "https://example.org"), claim("iss", List.of("aichat")), claim("aud", null),
				claim("aud", List.of("other-api")), claim("aud", List.of()), claim("aud", Map.of("aichat-api", true)),
				claim("token_type", null), claim("token_type", "refresh"), claim("token_type", List.of("access")),
				claim("sub", null), claim("sub", ""), claim("sub", "admin"), claim("sub", "0"), claim("sub", "-1"),
				claim("sub", "9223372036854775808"), claim("sub", "1 OR 1=1"), claim("sub", List.of("1")),
				claim("sub", String.valueOf(Long.MAX_VALUE)), claim("sid", null), claim("sid", ""),
				claim("sid", "admin"), claim("sid", 1), claim("sid", List.of("1")), claim("sid", "1-1-1-1-1"),
				claim("sid", UUID.randomUUID() + "0"), claim("sid", UUID.randomUUID().toString()));
	}

	@Test
	void expiredTokenIsRejectedUnderACodeOfItsOwn() {
		for (long expiry : new long[] { 0, 1, HandmadeToken.now() - 1 }) {
			PROTECTED.forEach((route) -> {
				Answer answer = exchange(route, token().claim("exp", expiry).sign()).isProblem(403, "token_expired");
				assertThat(answer.headers().allValues("WWW-Authenticate"))
					.containsExactly("Bearer error=\"invalid_token\", error_description=\"The access token expired\"");
			});
			for (String other : List.of("iss", "aud", "sub", "sid", "token_type")) {
				isRejected(balance(token().claim("exp", expiry).claim(other, "another").sign()));
			}
			isRejected(balance(token().claim("exp", expiry).signedWith("HmacSHA256", OTHER_SECRET).sign()));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 4097, 9_000, 1_000_000 })
	void oversizedTokenIsRejectedEverywhere(int length) {
		for (String route : PROTECTED) {
			Answer answer = exchange(route, "x".repeat(length));
			isRejected(answer);
			assertThat(answer.text("instance")).isEqualTo(route.split(" ")[1]);
			assertThat(answer.header("X-Request-Id")).isNotEmpty();
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		}
	}

	/** A null value leaves the claim out. */
	private static Named<Function<HandmadeToken, String>> claim(String name, @Nullable Object value) {
		return named(name + " " + value, (good) -> good.claim(name, value).sign());
	}

	private HandmadeToken token() {
		return new HandmadeToken(this.user);
	}

	private Answer balance(String token) {
		return exchange("GET /api/balance", token);
	}

	private Answer exchange(String route, String token) {
		String[] parts = route.split(" ");
		return RawConnection.exchange(this.client.uri("/"), parts[0], parts[1], "Authorization: Bearer " + token,
				"Content-Length: 0");
	}

	private static void isRejected(Answer answer) {
		answer.isProblem(403, "invalid_token");
		assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
	}

}
