package dev.aichat.web;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.UnchargedTests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Malformed bodies are rejected, and nothing is done or charged. */
class BadInputTests extends UnchargedTests {

	private static final Map<String, String> CODES = Map.of("/api/register", "validation_failed", "/api/login",
			"invalid_credentials", "/api/token", "invalid_credentials", "/api/token/refresh", "invalid_token",
			"/api/password", "validation_failed", "/api/chat", "validation_failed", "/api/top-up",
			"invalid_token_amount");

	private static final Set<String> UNAUTHORIZED = Set.of("/api/login", "/api/token", "/api/token/refresh");

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void bodyThatIsNoObjectIsMalformed(String path, String what, byte[] body) {
		post(path, body).isProblem(400, "malformed_request");
	}

	static Stream<Arguments> bodyThatIsNoObjectIsMalformed() {
		return forEachPost((path, fine) -> Stream.of(malformed(path, "empty", ""), malformed(path, "blank", " \n"),
				malformed(path, "array", "[" + fine + "]"), malformed(path, "empty array", "[]"),
				malformed(path, "string", "\"text\""), malformed(path, "number", "7"), malformed(path, "null", "null"),
				malformed(path, "true", "true"), malformed(path, "truncated", fine.substring(0, fine.length() - 1)),
				malformed(path, "trailing word", fine + " x"), malformed(path, "two documents", fine + fine),
				malformed(path, "comment", "/* c */" + fine), malformed(path, "line comment", fine + "// c"),
				malformed(path, "single quotes", fine.replace('"', '\'')),
				malformed(path, "field twice", with(fine, fine.substring(1, fine.length() - 1))),
				malformed(path, "unknown field twice", with(fine, "\"x\":1,\"x\":2")),
				malformed(path, "trailing comma", fine.replace("}", ",}")),
				malformed(path, "NaN", with(fine, "\"x\":NaN")),
				malformed(path, "Infinity", with(fine, "\"x\":Infinity")),
				malformed(path, "leading zero", with(fine, "\"x\":007")),
				malformed(path, "a number of 1,001 digits", with(fine, "\"x\":" + "9".repeat(1001))),
				malformed(path, "33 levels", with(fine, "\"x\":" + nested(32))),
				malformed(path, "10,000 levels", with(fine, "\"x\":" + "[".repeat(10_000))),
				malformed(path, "line break in text", with(fine, "\"x\":\"a\nb\"")),
				malformed(path, "unknown escape", with(fine, "\"x\":\"\\q\"")),
				arguments(path, "broken UTF-8", latin1(with(fine, "\"x\":\"\u00ff\u00fe\""))),
				arguments(path, "cut UTF-8", latin1(with(fine, "\"x\":\"\u00c3\""))),
				arguments(path, "lone surrogate in UTF-8", latin1(with(fine, "\"x\":\"\u00ed\u00a0\u0080\""))),
				arguments(path, "UTF-8 that is longer than it must be", latin1(with(fine, "\"x\":\"\u00c0\u00af\""))),
				encoded(path, fine, "UTF-16"), encoded(path, fine, "UTF-16LE"), encoded(path, fine, "UTF-32")));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void oddValueOfUnknownFieldIsIgnored(String path, String what, byte[] body) {
		Answer answer = post(path, body);
		answer.isProblem(UNAUTHORIZED.contains(path) ? 401 : 400, CODES.get(path));
	}

	/** The known fields are missing or match no user, so that nothing is done. */
	static Stream<Arguments> oddValueOfUnknownFieldIsIgnored() {
		return forEachPost((path, fine) -> {
			String refused = UNAUTHORIZED.contains(path) ? fine : "{\"z\":0}";
			return Stream.of(malformed(path, "as it is", refused),
					malformed(path, "32 levels", with(refused, "\"x\":" + nested(31))),
					malformed(path, "1e400", with(refused, "\"x\":1e400")),
					malformed(path, "a number of 1,000 digits", with(refused, "\"x\":" + "9".repeat(1000))),
					malformed(path, "lone surrogate, escaped", with(refused, "\"x\":\"\\ud800\"")),
					malformed(path, "byte order mark", "\ufeff" + refused),
					malformed(path, "blanks around", " \n" + refused + "\t\r\n"));
		});
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void bodyThatIsNotJsonIsUnsupported(String path, String fine, @Nullable String mediaType) {
		Answer answer = (mediaType != null) ? post(path, fine.getBytes(StandardCharsets.UTF_8), mediaType)
				: RawConnection.exchange(this.client.uri("/"), "POST", path,
						"Authorization: Bearer " + this.user.token(), "Content-Length: 0");
		answer.isProblem(415, "unsupported_media_type");
	}

	static Stream<Arguments> bodyThatIsNotJsonIsUnsupported() {
		return forEachPost((path, fine) -> Stream
			.of("text/plain", "text/json", "application/xml", "application/x-www-form-urlencoded",
					"multipart/form-data; boundary=x", "multipart/form-data", "application/problem+json",
					"application/x-ndjson", "application/json; charset=nonsense", "application/json, text/plain", "*/*",
					"application/*", "json", "\u00c3\u0085", null)
			.map((mediaType) -> arguments(path, fine, mediaType)));
	}

	private Answer post(String path, byte[] body, String... mediaType) {
		String[] headers = (mediaType.length > 0) ? new String[] { "Content-Type", mediaType[0] } : new String[0];
		return this.user.send("POST", path, body, headers);
	}

	private static Stream<Arguments> forEachPost(BiFunction<String, String, Stream<Arguments>> rows) {
		String credentials = "{\"username\":\"never-made\",\"password\":\"long enough\"}";
		return Stream.of(rows.apply("/api/register", credentials), rows.apply("/api/login", credentials),
				rows.apply("/api/token", credentials), rows.apply("/api/token/refresh", "{\"refresh\":\"never-made\"}"),
				rows.apply("/api/password", "{\"current_password\":\"wrong\",\"new_password\":\"long enough\"}"),
				rows.apply("/api/chat", "{\"message\":\"Hello\"}"), rows.apply("/api/top-up", "{\"tokens\":500}"))
			.flatMap((table) -> table);
	}

	private static Arguments malformed(String path, String what, String body) {
		return arguments(path, what, body.getBytes(StandardCharsets.UTF_8));
	}

	private static Arguments encoded(String path, String body, String charset) {
		return arguments(path, charset, body.getBytes(Charset.forName(charset)));
	}

	private static String with(String object, String more) {
		return object.substring(0, object.length() - 1) + "," + more + "}";
	}

	private static byte[] latin1(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String nested(int levels) {
		return "[".repeat(levels) + "]".repeat(levels);
	}

}
