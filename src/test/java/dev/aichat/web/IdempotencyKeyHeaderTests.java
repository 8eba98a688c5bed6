package dev.aichat.web;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.UnchargedTests;

import static org.assertj.core.api.Assertions.assertThat;

/** An Idempotency-Key header is visible ASCII, and there is at most one. */
class IdempotencyKeyHeaderTests extends UnchargedTests {

	@ParameterizedTest
	@MethodSource
	void invalidKeyIsRejected(String header) {
		send(this.user, "/api/chat", "{\"message\":\"Hello\"}", header).isProblem(400, "invalid_idempotency_key");
		send(this.user, "/api/top-up", "{\"tokens\":500}", header).isProblem(400, "invalid_idempotency_key");
	}

	static Stream<String> invalidKeyIsRejected() {
		return Stream.of("Idempotency-Key:", "Idempotency-Key:   ", "Idempotency-Key: " + "x".repeat(256),
				"Idempotency-Key: a b", "Idempotency-Key: a\tb", "Idempotency-Key: \u00e9",
				"Idempotency-Key: \u00c3\u0085", "Idempotency-Key: a\r\nIdempotency-Key: a",
				"Idempotency-Key: a\r\nidempotency-key: b", "Idempotency-Key: a\r\nIdempotency-Key:");
	}

	@Test
	void invalidBodyIsReportedBeforeInvalidKey() {
		send(this.user, "/api/chat", "{\"message\":\"\"}", "Idempotency-Key:").isProblem(400, "validation_failed");
	}

	@Test
	void keyOfVisibleAsciiIsAccepted() {
		Caller other = this.client.newUser();
		for (String key : new String[] { "x", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "x".repeat(255) }) {
			Answer first = send(other, "/api/top-up", "{\"tokens\":1}", "Idempotency-Key: " + key);
			assertThat(first.status()).isEqualTo(200);
			Answer again = send(other, "/api/top-up", "{\"tokens\":1}", "Idempotency-Key:  " + key + " ");
			assertThat(again.body()).isEqualTo(first.body());
			assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
		}
		assertThat(other.balance()).isEqualTo(4003);
	}

	private Answer send(Caller caller, String path, String body, String header) {
		return RawConnection.exchange(this.client.uri("/"),
				RawConnection.post(path, body, "Authorization: Bearer " + caller.token(), header));
	}

}
