package dev.aichat.web;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Requests that Tomcat refuses are answered with problems, too. */
class ContainerProblemTests extends ServiceTests {

	private static final String HOST = "Host: localhost\r\n";

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void brokenHttpIsMalformed(String what, String request) {
		Answer answer = exchange(request).isProblem(400, "malformed_request");
		assertThat(answer.header("X-Request-Id")).isNotEmpty();
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.body()).doesNotContainIgnoringCase("tomcat");
	}

	static Stream<Arguments> brokenHttpIsMalformed() {
		return Stream.of(arguments("one word", "HELLO\r\n\r\n"),
				arguments("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n"),
				broken("unknown version", "GET / HTTP/9.9", HOST),
				broken("CONNECT", "CONNECT localhost:80 HTTP/1.1", HOST),
				broken("CONNECT with a path", "CONNECT /nothing HTTP/1.1", HOST),
				broken("no host", "GET /api/balance HTTP/1.1", ""), broken("two hosts", "GET / HTTP/1.1", HOST + HOST),
				broken("bad host", "GET / HTTP/1.1", "Host: a b/c\r\n"),
				broken("angle brackets", "GET /api/<script> HTTP/1.1", HOST),
				broken("broken escape", "GET /api/%zz HTTP/1.1", HOST),
				broken("escaped zero", "GET /api/%00 HTTP/1.1", HOST),
				broken("long path", "GET /" + "a".repeat(20_000) + " HTTP/1.1", HOST),
				broken("long header", "GET / HTTP/1.1", HOST + "X: " + "a".repeat(20_000) + "\r\n"),
				broken("very long header", "GET / HTTP/1.1", HOST + "X: " + "a".repeat(1_000_000) + "\r\n"),
				broken("many headers", "GET / HTTP/1.1", HOST + "X: a\r\n".repeat(150)),
				broken("header name with a blank", "GET / HTTP/1.1", HOST + "Bad Name: x\r\n"),
				broken("header with zero", "GET / HTTP/1.1", HOST + "X: a\0b\r\n"),
				broken("unknown coding", "POST /api/login HTTP/1.1", HOST + "Transfer-Encoding: nonsense\r\n"),
				broken("length and chunks", "POST /api/login HTTP/1.1",
						HOST + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n"),
				broken("chunks of no size", "POST /api/login HTTP/1.1",
						HOST + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"),
				broken("negative length", "POST /api/login HTTP/1.1", HOST + "Content-Length: -2\r\n"),
				broken("unknown expectation", "POST /api/login HTTP/1.1", HOST + "Expect: nonsense\r\n"));
	}

	@Test
	void problemKeepsRequestIdAndPathThatWereRead() {
		Answer answer = exchange("POST /api/login HTTP/1.1\r\n" + HOST
				+ "X-Request-Id: mine\r\nTransfer-Encoding: nonsense\r\nConnection: close\r\n\r\n");
		answer.isProblem(400, "malformed_request");
		assertThat(answer.header("X-Request-Id")).isEqualTo("mine");
		assertThat(answer.text("instance")).isEqualTo("/api/login");
	}

	@Test
	void hostNameWithUnderscoreIsExplained() {
		assertThat(exchange("GET /api HTTP/1.1\r\nHost: ai_chat:8000\r\nConnection: close\r\n\r\n")
			.isProblem(400, "malformed_request")
			.text("detail")).contains("underscore");
	}

	@Test
	void everyProblemNamesItsPath() {
		for (String path : new String[] { "/api/balance", "/api/login", "/api/chat/x%20y", "/api/'(x)'", "//",
				"/api//x" }) {
			Answer answer = RawConnection.exchange(this.client.uri("/"), "PUT", path);
			assertThat(answer.status()).isIn(400, 403, 404, 405);
			assertThat(answer.text("instance")).isNotEmpty();
		}
	}

	private Answer exchange(String request) {
		return RawConnection.exchange(this.client.uri("/"), request);
	}

	/** A request whose body, if it has one, is no chunk and no JSON. */
	private static Arguments broken(String what, String line, String headers) {
		return arguments(what, line + "\r\n" + headers + "Connection: close\r\n\r\nzz\r\n");
	}

}
