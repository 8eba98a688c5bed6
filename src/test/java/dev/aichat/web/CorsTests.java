package dev.aichat.web;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.SystemTest;
import dev.aichat.testing.UnchargedTests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages of the configured origins may call the API and read its responses; others may
 * not.
 */
class CorsTests extends UnchargedTests {

	private static final String ORIGIN = "Origin: " + SystemTest.ORIGIN;

	@ParameterizedTest
	@CsvSource({ "/api/login, POST, content-type",
			"/api/chat, POST, 'accept,authorization,content-type,idempotency-key,x-request-id'",
			"/api/chat, POST, 'traceparent,tracestate,baggage,sentry-trace,x-requested-with'",
			"/api/chat/1, GET, 'cache-control,pragma,last-event-id'", "/api/chat/, POST, authorization",
			"/api/chat, GET, authorization", "/api/chat/1, HEAD, authorization", "/api/account, DELETE, authorization",
			"/api/admin/users/1, PATCH, authorization", "/api/schema, GET, accept",
			"/api/nothing, GET, authorization" })
	void preflightNeedsNoAccessToken(String path, String method, String headers) {
		Answer answer = preflight(path, ORIGIN, "Access-Control-Request-Method: " + method,
				"Access-Control-Request-Headers: " + headers);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(SystemTest.ORIGIN);
		assertThat(list(answer, "Access-Control-Allow-Methods")).contains(method)
			.containsExactlyInAnyOrder("GET", "HEAD", "POST", "PATCH", "DELETE");
		assertThat(list(answer, "Access-Control-Allow-Headers")).containsExactlyInAnyOrder(headers.split(","));
		assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
		assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
		assertThat(answer.header("X-Request-Id")).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "https://evil.example.org, GET, accept", "https://chat.example.org.evil.org, GET, accept",
			"http://chat.example.org, GET, accept", "https://chat.example.org:8443, GET, accept", "null, GET, accept",
			"%%, GET, accept", "http://localhost:, GET, accept", "https://chat.example.org, PUT, accept",
			"https://chat.example.org, GET, x-other" })
	void preflightOfForbiddenRequestGetsNoCorsHeaders(String origin, String method, String headers) {
		Answer answer = preflight("/api/chat", "Origin: " + origin, "Access-Control-Request-Method: " + method,
				"Access-Control-Request-Headers: " + headers);
		assertThat(corsHeaders(answer)).isEmpty();
		assertThat(answer.body()).isEmpty();
	}

	static Stream<String> everyKindOfResponse() {
		return Stream.of("GET /api/balance", "GET /api/ledger?limit=0", "GET /api/nothing", "GET /api/chat/x",
				"POST /api/login", "POST /api/chat", "GET /api/schema", "GET /api", "GET /api/docs/..;/balance",
				"GET //api/balance", "DELETE /api/chat");
	}

	@ParameterizedTest
	@MethodSource("everyKindOfResponse")
	void allowedOriginReadsEveryResponse(String request) {
		for (String token : new String[] { "Authorization: Bearer " + this.user.token(), "Authorization: Bearer x",
				"X-None: x" }) {
			isReadable(exchange(request, ORIGIN, token, "Content-Length: 0"));
		}
	}

	@Test
	void allowedOriginReadsWhyItsBodyWasRefused() {
		isReadable(this.client.send("POST", "/api/login", new byte[70_000], "Origin", SystemTest.ORIGIN)
			.isProblem(413, "payload_too_large"));
		isReadable(this.client.send("POST", "/api/login", new byte[10], "Origin", SystemTest.ORIGIN)
			.isProblem(400, "malformed_request"));
		isReadable(
				this.client.send("POST", "/api/login", new byte[10], "Origin", SystemTest.ORIGIN, "Content-Type", "a/b")
					.isProblem(415, "unsupported_media_type"));
	}

	@Test
	void allowedOriginReadsTheExposedHeaders() {
		Answer answer = this.client.newUser().chat("Hello", "Origin", SystemTest.ORIGIN);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(list(answer, "Access-Control-Expose-Headers")).containsExactlyInAnyOrder("Allow",
				"Content-Disposition", "Idempotency-Replayed", "RateLimit", "RateLimit-Policy", "Retry-After",
				"WWW-Authenticate", "X-Request-Id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example.org", "null", "%%", "", "http://localhost:", "http://127.0.0.1:" })
	void otherOriginGetsTheResponseWithoutCorsHeaders(String origin) {
		Answer answer = this.user.get("/api/balance", "Origin", origin);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(corsHeaders(answer)).isEmpty();
		assertThat(answer.headers().allValues("Vary")).contains("Origin");
		this.client.get("/api/balance", "Origin", origin).isProblem(403, "authentication_required");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/livez", "/" })
	void pathsOutsideTheApiHaveNoCors(String path) {
		assertThat(corsHeaders(this.client.get(path, "Origin", SystemTest.ORIGIN))).isEmpty();
	}

	@Test
	void corsIsDisabledWithoutOrigins() {
		HttpConfiguration configuration = new HttpConfiguration();
		assertThat(configuration.corsFilter(new CorsSettings(List.of(), List.of(), false)).isEnabled()).isFalse();
		assertThat(configuration.corsFilter(new CorsSettings(List.of("*"), List.of(), false)).isEnabled()).isTrue();
	}

	private void isReadable(Answer answer) {
		assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).as(answer.body())
			.containsExactly(SystemTest.ORIGIN);
		assertThat(answer.headers().allValues("Vary").toString()).containsIgnoringCase("Origin");
	}

	private Answer preflight(String path, String... headers) {
		return exchange("OPTIONS " + path, headers);
	}

	private Answer exchange(String request, String... headers) {
		String[] parts = request.split(" ");
		return RawConnection.exchange(this.client.uri("/"), parts[0], parts[1], headers);
	}

	private static List<String> list(Answer answer, String header) {
		return Arrays.asList(answer.header(header).split(", *"));
	}

	private static List<String> corsHeaders(Answer answer) {
		return answer.headers().map().keySet().stream().filter((name) -> name.startsWith("Access-Control-")).toList();
	}

}
