package dev.aichat.connection;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.UnchargedTests;

import static org.assertj.core.api.Assertions.assertThat;

/** The size of a body and the time it takes to arrive are limited. */
class BodyLimitTests extends UnchargedTests {

	private static final int MAX_BYTES = 64 * 1024;

	private static final int MAX_PUBLIC_BYTES = 16 * 1024;

	@Test
	void bodyOfMaximumSizeIsRead() {
		this.user.send("POST", "/api/top-up", body(MAX_BYTES).getBytes()).isProblem(400, "invalid_token_amount");
		assertThat(chunked("/api/top-up", MAX_BYTES).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(ints = { MAX_BYTES + 1, 1_000_000 })
	void largerBodyIsRejected(int size) {
		for (String path : new String[] { "/api/register", "/api/login", "/api/chat", "/api/top-up" }) {
			Answer whole = withLength(path, size, "Authorization: Bearer " + this.user.token());
			whole.isProblem(413, "payload_too_large");
			chunked(path, size).isProblem(413, "payload_too_large");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { MAX_BYTES + 1, 1_000_000 })
	void bodyOfUnauthenticatedRequestIsNotRead(int size) {
		withLength("/api/chat", size, "Accept: */*").isProblem(403, "authentication_required");
		withLength("/api/chat", size, "Authorization: Bearer x").isProblem(403, "invalid_token");
	}

	@Test
	void bodyOnPublicPathIsSmaller() {
		assertThat(chunked("/api/login", MAX_PUBLIC_BYTES).status()).isEqualTo(400);
		chunked("/api/login", MAX_PUBLIC_BYTES + 1).isProblem(413, "payload_too_large");
	}

	/** The rest of the body never comes, and is not waited for. */
	@ParameterizedTest
	@CsvSource({ "/api/login, 70000, 413", "/api/balance, 10, 403", "/api/balance, 5000000, 403" })
	void connectionIsClosedAtOnceWithoutTheRestOfTheBody(String path, int announced, int status) {
		try (RawConnection connection = new RawConnection(this.client.uri("/"))) {
			connection.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
					+ "Content-Length: " + announced + "\r\n\r\n ");
			assertThat(connection.answer().status()).isEqualTo(status);
			assertThat(connection.isClosed()).isTrue();
		}
	}

	@Test
	void slowHeadIsCutOff() {
		try (RawConnection connection = new RawConnection(this.client.uri("/"))) {
			connection.send("GET /api HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
			Awaitility.await().pollInterval(Duration.ofMillis(200)).atMost(Duration.ofSeconds(5)).until(() -> {
				connection.send("a");
				return connection.isClosed();
			});
		}
	}

	@Test
	void oldestArrivalMakesRoomForOthers() throws IOException {
		Arrivals arrivals = new Arrivals(Duration.ofSeconds(10), 2);
		try (ServerSocketChannel server = ServerSocketChannel.open().bind(null)) {
			List<Arrivals.Arrival> begun = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				begun.add(arrivals.begin(SocketChannel.open(server.getLocalAddress())));
				if (i == 1) {
					begun.get(1).close();
				}
			}
			assertThat(begun).extracting(Arrivals.Arrival::isCutOff).containsExactly(true, false, false, false);
		}
	}

	/** All at once, because each takes the seconds that a body has. */
	@Test
	void slowBodyTimesOut() {
		List<Answer> answers = Concurrently.run(4, (i) -> switch (i) {
			case 0 -> arrive("/api/login", "Content-Length: 100", null);
			case 1 -> arrive("/api/chat", "Transfer-Encoding: chunked", null);
			case 2 -> arrive("/api/chat", "Content-Length: 100", " ");
			default -> arrive("/api/register", "Transfer-Encoding: chunked", "1\r\n \r\n");
		});
		assertThat(answers).allSatisfy((answer) -> {
			answer.isProblem(408, "request_timeout");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.header("X-Request-Id")).isNotEmpty();
		});
		assertThat(this.user.balance()).isEqualTo(4000);
	}

	/** Begins a body, and goes on drop by drop, or never. */
	private Answer arrive(String path, String length, String drop) {
		try (RawConnection connection = new RawConnection(this.client.uri("/"))) {
			connection.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
					+ length + "\r\nAuthorization: Bearer " + this.user.token() + "\r\n\r\n");
			Awaitility.await()
				.pollInterval(Duration.ofMillis(200))
				.atMost(Duration.ofSeconds(15))
				.until(() -> connection.isAnswered() || (drop != null && !connection.send(drop)));
			return connection.answer();
		}
	}

	private Answer withLength(String path, int size, String header) {
		return RawConnection.exchange(this.client.uri("/"), RawConnection.post(path, body(size), header));
	}

	private Answer chunked(String path, int size) {
		return RawConnection.exchange(this.client.uri("/"),
				"POST " + path
						+ " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
						+ "Authorization: Bearer " + this.user.token() + "\r\nTransfer-Encoding: chunked\r\n\r\n"
						+ Integer.toHexString(size) + "\r\n" + body(size) + "\r\n0\r\n\r\n");
	}

	private static String body(int size) {
		return "{\"x\":\"" + "x".repeat(size - 8) + "\"}";
	}

}
