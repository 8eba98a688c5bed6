package dev.aichat.web;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.UnchargedTests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Malformed bodies are rejected with the reason, and nothing is done or charged. */
class MalformedBodyTests extends UnchargedTests {

	private static final String OBJECT = " at line 1, column 1: the body must be an object, such as {\"name\": \"value\"}.";

	private static final String MORE = " at line 1, column 20: the body goes on after its end.";

	private static final String BRACKET = ": remove the comma before this bracket, or add the missing value.";

	@ParameterizedTest
	@MethodSource
	void unreadableJsonIsRejectedWithPlaceAndReason(String body, String reason) {
		assertThat(post(body).isProblem(400, "malformed_request").text("detail"))
			.isEqualTo("The JSON cannot be read" + reason);
	}

	static Stream<Arguments> unreadableJsonIsRejectedWithPlaceAndReason() {
		String fine = "{\"message\":\"Hello\"}";
		return Stream.of(arguments("[" + fine + "]", OBJECT), arguments("[]", OBJECT), arguments("\"text\"", OBJECT),
				arguments("7", OBJECT), arguments("true", OBJECT),
				arguments("{\"message\":\"Hello\"", " at line 1, column 19: the body ends too early."),
				arguments("{\n\"message\": \"Hello", " at line 2, column 18: the body ends too early."),
				arguments(fine + " x", " at line 1, column 21: the word x is no JSON value."),
				arguments(fine + fine, MORE),
				arguments("/* c */" + fine, " at line 1, column 1: JSON has no comments."),
				arguments(fine + "// c", " at line 1, column 20: JSON has no comments."),
				arguments("{'message':'Hello'}",
						" at line 1, column 2: names and text stand in double quotes, not in single ones."),
				arguments("{\"message\":'Hello'}",
						" at line 1, column 12: names and text stand in double quotes, not in single ones."),
				arguments("{message: \"Hello\"}", " at line 1, column 2: the name of a field stands in double quotes."),
				arguments("{\"message\":\"a\",\"message\":\"b\"}",
						" at line 1, column 25: the field message is there twice."),
				arguments("{\"message\":\"a\",}", " at line 1, column 16" + BRACKET),
				arguments("{\"message\":}", " at line 1, column 12" + BRACKET),
				arguments("{\"x\":[1,]}", " at line 1, column 9" + BRACKET),
				arguments("{\"message\" \"a\"}", " at line 1, column 12: a colon is missing."),
				arguments("{\"message\":\"a\" \"x\":1}", " at line 1, column 16: a comma is missing."),
				arguments("{\"x\":007}", " at line 1, column 7: the syntax is wrong."),
				arguments("message=Hello", " at line 1, column 1: the word message is no JSON value."),
				arguments("<message/>", " at line 1, column 1: the character < is unexpected."),
				arguments("{\"x\":" + "9".repeat(1001) + "}", ": a number has more than 1000 digits."),
				arguments("{\"x\":" + nested(32) + "}", ": it is nested more than 32 levels deep."),
				arguments("{\"x\":" + "[".repeat(10_000), ": it is nested more than 32 levels deep."),
				arguments("{\"x\":\"a\nb\"}",
						" at line 1, column 8: a line break or control character in text is escaped, as in \\n."),
				arguments("{\"x\":\"C:\\q\"}", " at line 1, column 10: a backslash in text is written twice."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \n", "null" })
	void emptyBodyIsMalformed(String body) {
		assertThat(post(body).isProblem(400, "malformed_request").text("detail"))
			.isEqualTo("The body is empty or null: send a JSON object.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00ff\u00fe", "\u00c3", "\u00ed\u00a0\u0080", "\u00c0\u00af" })
	void brokenUtf8IsMalformed(String bytes) {
		isNotUtf8(("{\"x\":\"" + bytes + "\"}").getBytes(StandardCharsets.ISO_8859_1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16", "UTF-16LE", "UTF-32" })
	void otherEncodingIsMalformed(String charset) {
		isNotUtf8("{\"message\":\"Hello\"}".getBytes(Charset.forName(charset)));
	}

	@ParameterizedTest
	@MethodSource
	void oddValueOfUnknownFieldIsIgnored(String body) {
		post(body).isProblem(400, "validation_failed");
	}

	static Stream<String> oddValueOfUnknownFieldIsIgnored() {
		return Stream.of("{\"x\":" + nested(31) + "}", "{\"x\":1e400}", "{\"x\":" + "9".repeat(1000) + "}",
				"{\"x\":\"\\ud800\"}", "\ufeff{\"x\":0}", " \n{\"x\":0}\t\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "text/json", "application/xml", "application/x-www-form-urlencoded",
			"multipart/form-data; boundary=x", "multipart/form-data", "application/problem+json",
			"application/x-ndjson", "application/json; charset=nonsense", "application/json; charset=utf-16",
			"application/json; charset=iso-8859-1", "application/json, text/plain", "*/*", "application/*", "json",
			"\u00c3\u0085" })
	void bodyThatIsNotJsonIsUnsupported(String mediaType) {
		post("{\"message\":\"Hello\"}", "Content-Type", mediaType).isProblem(415, "unsupported_media_type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "br", "deflate" })
	void compressedBodyIsUnsupported(String coding) {
		assertThat(post("{\"message\":\"Hello\"}", "Content-Encoding", coding).isProblem(415, "unsupported_media_type")
			.text("detail")).isEqualTo("The body may not be compressed: send it without Content-Encoding.");
	}

	@ParameterizedTest
	@CsvSource({ "/api/register, 400, validation_failed", "/api/login, 400, validation_failed",
			"/api/token, 400, validation_failed", "/api/token/refresh, 400, validation_failed",
			"/api/password, 400, validation_failed", "/api/chat, 400, validation_failed",
			"/api/top-up, 400, invalid_token_amount" })
	void everyPostReadsItsBodyAlike(String path, int status, String code) {
		postTo(path, "{\"x\":1}").isProblem(status, code);
		postTo(path, "{'x':1}").isProblem(400, "malformed_request");
		postTo(path, "[]").isProblem(400, "malformed_request");
		postTo(path, "").isProblem(400, "malformed_request");
		this.user.send("POST", path, "{}".getBytes(), "Content-Type", "text/plain")
			.isProblem(415, "unsupported_media_type");
		RawConnection
			.exchange(this.client.uri("/"), "POST", path, "Authorization: Bearer " + this.user.token(),
					"Content-Length: 0")
			.isProblem(415, "unsupported_media_type");
	}

	private void isNotUtf8(byte[] body) {
		assertThat(this.user.send("POST", "/api/chat", body).isProblem(400, "malformed_request").text("detail"))
			.isEqualTo("The body is not in UTF-8, which JSON must be.");
	}

	private Answer post(String body, String... headers) {
		return this.user.send("POST", "/api/chat", body.getBytes(StandardCharsets.UTF_8), headers);
	}

	private Answer postTo(String path, String body) {
		return this.user.send("POST", path, body.getBytes(StandardCharsets.UTF_8));
	}

	private static String nested(int levels) {
		return "[".repeat(levels) + "]".repeat(levels);
	}

}
