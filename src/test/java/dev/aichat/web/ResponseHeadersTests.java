package dev.aichat.web;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.StringUtils;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.UnchargedTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Every response carries a request id and security headers, also those of Tomcat. */
class ResponseHeadersTests extends UnchargedTests {

	static Stream<String> everyKindOfAnswer() {
		return Stream.of("GET /", "GET /api", "GET /api/docs", "GET /api/schema", "GET /livez", "GET /api/balance",
				"GET /api/ledger?limit=0", "GET /api/nothing", "GET /api/chat/x", "PUT /api/chat", "POST /api/login",
				"POST /api/top-up", "TRACE /api/balance", "BREW /api/balance", "OPTIONS /api/chat", "HEAD /api/balance",
				"GET //api/balance", "GET ///", "GET /api/balance;a=b", "GET /api/docs/..;/balance", "GET /api/%zz",
				"CONNECT /api/balance");
	}

	@ParameterizedTest
	@MethodSource("everyKindOfAnswer")
	void wellFormedRequestIdIsKeptAndOthersAreReplaced(String request) {
		String[] parts = request.split(" ");
		for (String id : new String[] { "a", "Az09._-", "x".repeat(64) }) {
			assertThat(exchange(parts, "X-Request-Id: " + id).header("X-Request-Id")).isEqualTo(id);
		}
		for (String id : new String[] { "", "x".repeat(65), "a b", "a/b", "a,b", "\u00e9", "a\tb", "<b>", "${x}" }) {
			assertThat(exchange(parts, "X-Request-Id: " + id).headers().allValues("X-Request-Id")).singleElement()
				.asString()
				.matches("[0-9a-f]{32}");
		}
	}

	@ParameterizedTest
	@MethodSource("everyKindOfAnswer")
	void everyResponseHasSecurityHeaders(String request) {
		Answer answer = exchange(request.split(" "));
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
		assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
		assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
		boolean docs = request.contains("/api/docs") || request.contains("/api/schema");
		assertThat(answer.headers().allValues("Cache-Control")).isEqualTo(docs ? List.of() : List.of("no-store"));
		assertThat(answer.headers().map()).doesNotContainKeys("Server", "X-Powered-By", "Set-Cookie");
	}

	@Test
	void homeLeadsToTheDocs() {
		Answer home = this.client.get("/");
		assertThat(home.status()).isEqualTo(200);
		assertThat(home.header("Content-Type")).startsWith("text/html");
		assertThat(home.body()).contains("href=\"/api/docs\"", "href=\"/api/schema\"", "href=\"/api/schema.yaml\"");
		Answer api = this.client.get("/api");
		assertThat(api.status()).isEqualTo(302);
		assertThat(api.header("Location")).isEqualTo("/api/docs");
		assertThat(this.client.get("/api/docs").header("Content-Type")).startsWith("text/html");
	}

	private Answer exchange(String[] request, String... headers) {
		String[] usual = { "Authorization: Bearer " + this.user.token(), "Content-Length: 0" };
		return RawConnection.exchange(this.client.uri("/"), request[0], request[1],
				StringUtils.concatenateStringArrays(headers, usual));
	}

}
