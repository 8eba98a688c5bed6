package dev.aichat.web;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.UnchargedTests;

import static org.assertj.core.api.Assertions.assertThat;

/** A field that breaks its rules is rejected by name. */
class InvalidFieldTests extends UnchargedTests {

	private static final String[] NO_TEXT = { "null", "7", "1e400", "true", "[]", "[\"text\"]", "{}", "\"\"",
			"\"\\ud800\"", "\"\\udc00\\ud800\"" };

	@ParameterizedTest
	@MethodSource
	void invalidUsernameIsRejected(String value) {
		isInvalid(send("/api/register", "{\"password\":\"long enough\",\"username\":" + value + "}"), "username");
	}

	static Stream<String> invalidUsernameIsRejected() {
		return Stream.concat(Stream.of(NO_TEXT),
				Stream.of(" ", "a b", "a\\u0000", "\u0430da").map(InvalidFieldTests::quoted));
	}

	@ParameterizedTest
	@MethodSource
	void invalidPasswordIsRejected(String value) {
		isInvalid(send("/api/register", "{\"username\":\"never-made\",\"password\":" + value + "}"), "password");
		isInvalid(send("/api/password", "{\"current_password\":\"x\",\"new_password\":" + value + "}"), "new_password");
	}

	static Stream<String> invalidPasswordIsRejected() {
		return Stream.concat(Stream.of(NO_TEXT), Stream.of("1234567").map(InvalidFieldTests::quoted));
	}

	@ParameterizedTest
	@MethodSource
	void loginWithoutTextIsRejected(String value) {
		isInvalid(send("/api/login", "{\"password\":\"long enough\",\"username\":" + value + "}"), "username");
		isInvalid(send("/api/token", "{\"username\":\"nobody\",\"password\":" + value + "}"), "password");
		isInvalid(send("/api/token/refresh", "{\"refresh\":" + value + "}"), "refresh");
		isInvalid(send("/api/password", "{\"new_password\":\"long enough\",\"current_password\":" + value + "}"),
				"current_password");
	}

	static Stream<String> loginWithoutTextIsRejected() {
		return Stream.of(NO_TEXT);
	}

	@ParameterizedTest
	@MethodSource
	void invalidMessageIsRejected(String value) {
		isInvalid(send("/api/chat", "{\"message\":" + value + "}"), "message");
	}

	static Stream<String> invalidMessageIsRejected() {
		return Stream.concat(Stream.of(NO_TEXT),
				Stream
					.of(" ", "\\n\\t\\u3000", "\\u200b\\u2060", "\ufe0f\u3164", "\udb40\udc41", "\\u0000",
							"Hello\\u0000", "x".repeat(4001), "\ud83d\ude00".repeat(4001))
					.map(InvalidFieldTests::quoted));
	}

	@Test
	void ruleThatMessageBreaksIsNamed() {
		assertThat(brokenRule("\\u3000")).isEqualTo("This field is required and may not be blank.");
		assertThat(brokenRule("a\\u0000b")).isEqualTo("This field may not contain the character U+0000.");
		assertThat(brokenRule("\ud83d\ude00".repeat(4001))).isEqualTo("This field may have at most 4000 characters.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "7", "true", "[]", "{}", "\"\"", "\" \"", "\"abc\"", "\"1-1-1-1-1\"", "\"\\ud800\"",
			"\"0199f3c27b1e7c3a9d542f1e6a8b0c11\"", "\"0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c1g\"" })
	void malformedConversationIdIsRejected(String value) {
		isInvalid(send("/api/chat", "{\"message\":\"Hello\",\"conversation_id\":" + value + "}"), "conversation_id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "0", "-0", "-1", "1.5", "1.0", "1e2", "1e400", "1e-400", "\"5\"", "\"\"", "true",
			"false", "[]", "[5]", "{}", "1000001", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
			"1000000000000000000000000000000" })
	void malformedAmountIsRejected(String value) {
		send("/api/top-up", "{\"tokens\":" + value + "}").isProblem(400, "invalid_token_amount");
	}

	@Test
	void amountOfThousandDigitsIsRejected() {
		send("/api/top-up", "{\"tokens\":" + "9".repeat(1000) + "}").isProblem(400, "invalid_token_amount");
		send("/api/top-up", "{}").isProblem(400, "invalid_token_amount");
		send("/api/top-up", "{\"amount\":5}").isProblem(400, "invalid_token_amount");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					/api/chat     | {"message":"Hi","conversationId":null}     | conversationId | This field is called conversation_id.
					/api/chat     | {"message":"Hi","CONVERSATION_ID":null}    | CONVERSATION_ID | This field is called conversation_id.
					/api/password | {"currentPassword":"x","newPassword":"long enough"} | currentPassword | This field is called current_password.
					/api/top-up   | {"Tokens":5}                               | Tokens   | This field is called tokens.
					/api/register | {"email":"a@b.c","password":"long enough"} | username | This field is required and may not be blank.
					/api/register | {"username":"new"}                         | password | This field is required and may not be blank.
					/api/login    | {"email":"a@b.c","password":"long enough"} | username | This field is required and may not be blank.""")
	void misnamedFieldIsRejectedWithItsName(String path, String body, String field, String sentence) {
		assertThat(send(path, body).isProblem(400, "validation_failed").json().at("/errors/" + field + "/0").asString())
			.isEqualTo(sentence);
	}

	@Test
	void failureOfOneFieldIsReportedByField() {
		Answer taken = this.client.post("/api/register", Client.credentials(this.user.username()));
		assertThat(taken.isProblem(400, "username_taken").json().at("/errors/username/0").asString())
			.isEqualTo(taken.text("detail"));
		Answer amount = send("/api/top-up", "{\"tokens\":0}");
		assertThat(amount.isProblem(400, "invalid_token_amount").json().at("/errors/tokens/0").asString())
			.isEqualTo(amount.text("detail"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					/api/ledger?limit=101      | limit  | This must be at most 100.
					/api/ledger?limit=0        | limit  | This must be at least 1.
					/api/chat?limit=101        | limit  | This must be at most 100.
					/api/chat?limit=0          | limit  | This must be at least 1.
					/api/ledger?offset=5       | offset | This list has no such parameter, only before, limit.
					/api/chat?conversationId=5 | conversationId | This list has no such parameter, only before, conversation_id, limit.
					/api/conversations?Limit=5 | Limit  | This list has no such parameter, only before, limit, search.""")
	void unknownOrInvalidParameterOfListIsNamed(String path, String parameter, String sentence) {
		Answer answer = this.user.get(path);
		isInvalid(answer, parameter);
		assertThat(answer.json().at("/errors/" + parameter + "/0").asString()).isEqualTo(sentence);
	}

	@Test
	void everyMissingFieldIsNamed() {
		assertThat(send("/api/register", "{}").isProblem(400, "validation_failed").json().get("errors").propertyNames())
			.containsExactlyInAnyOrder("username", "password");
	}

	@ParameterizedTest
	@CsvSource({ "/api/ledger, limit", "/api/ledger, before", "/api/chat, limit", "/api/chat, before" })
	void invalidQueryParameterIsRejected(String path, String parameter) {
		for (String value : new String[] { "abc", "1.5", "1e1", "%00", "0x1g", "%F0%9F%98%80",
				"99999999999999999999" }) {
			isInvalid(this.user.get(path + "?" + parameter + "=" + value), parameter);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "?limit=%zz", "?%ff=1&limit=%ff", "?a=&limit=1%" })
	void undecodableQueryIsMalformed(String query) {
		Answer answer = RawConnection.exchange(this.client.uri("/"), "GET", "/api/ledger" + query,
				"Authorization: Bearer " + this.user.token());
		answer.isProblem(400, "malformed_request");
	}

	@Test
	void queryOfTooManyParametersIsMalformed() {
		this.user.get("/api/ledger?" + "a=1&".repeat(1001)).isProblem(400, "malformed_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "abc", "0199f3c27b1e7c3a9d542f1e6a8b0c11", "1-1-1-1-1", "null", "%20", "%E2%82%AC",
			"00000000-0000-0000-0000-000000000000", "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c1g" })
	void unknownIdIsNotFound(String id) {
		this.user.get("/api/chat/" + id).isProblem(404, "not_found");
	}

	private Answer send(String path, String body) {
		return this.user.send("POST", path, body.getBytes(StandardCharsets.UTF_8));
	}

	private String brokenRule(String message) {
		return send("/api/chat", "{\"message\":\"" + message + "\"}").json().at("/errors/message/0").stringValue();
	}

	private static void isInvalid(Answer answer, String field) {
		answer.isProblem(400, "validation_failed");
		assertThat(answer.json().get("errors").propertyNames()).containsExactly(field);
		assertThat(answer.json().at("/errors/" + field + "/0").stringValue()).isNotBlank();
	}

	private static String quoted(String text) {
		return "\"" + text + "\"";
	}

}
