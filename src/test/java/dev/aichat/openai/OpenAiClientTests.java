package dev.aichat.openai;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.mock.env.MockEnvironment;

import dev.aichat.ai.AiException;
import dev.aichat.testing.Provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Requests that are passed through, and failures of the transport. */
class OpenAiClientTests {

	@Test
	void requestIsPassedThroughAndItsEventsAreHandedOnAsTheyAre() {
		String request = """
				{ "messages": [{"role": "user", "content": "Hell\\u006f"}], "model": "m", "stream": true,
				  "tools": [{"type": "function", "function": {"name": "f"}}], "seed": 1e2 }""";
		String call = """
				{"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 0, "function": {"name": "f"}}]}}], "x": 1.50}""";
		List<String> events = new ArrayList<>();
		try (Provider provider = new Provider()) {
			provider.answer("Hello", (answer) -> {
				answer.begin();
				answer.chunk(": a comment\n\n");
				answer.data(call);
				answer.chunk("event: ping\ndata: {}\n\ndata: first\ndata: second\n\n");
				answer.data("{\"error\": {\"code\": 502}}");
				answer.data("[DONE]");
				answer.end();
			});
			new OpenAiClient(provider.url(), Provider.KEY, new SimpleAsyncTaskExecutor("ai-test-"),
					new MockEnvironment())
				.post(request.getBytes(StandardCharsets.UTF_8), 1000, (hangUp) -> {
				}, (name, data) -> events.add(name + ": " + data));
			assertThat(provider.calls()).singleElement()
				.satisfies((sent) -> assertThat(sent.body()).isEqualTo(request));
		}
		assertThat(events).containsExactly(": " + call, "ping: {}", ": first\n second",
				": {\"error\": {\"code\": 502}}", ": [DONE]");
	}

	@ParameterizedTest
	@MethodSource
	void failureOfTheTransportCountsUnlessItIsOurOwn(IOException failure, boolean counted, String reason) {
		AiException problem = OpenAiClient.failure(failure);
		assertThat(problem.isProviderAtFault()).isEqualTo(counted);
		assertThat(problem.reason()).isEqualTo("failed: " + reason);
	}

	static Stream<Arguments> failureOfTheTransportCountsUnlessItIsOurOwn() {
		return Stream.of(
				arguments(caused(new ConnectException(), new ClosedChannelException()), true,
						"connection refused, java.net.ConnectException ← ClosedChannelException"),
				arguments(new SSLHandshakeException("PKIX path building failed"), true,
						"TLS failed, javax.net.ssl.SSLHandshakeException: PKIX path building failed"),
				arguments(new IOException("what a provider wrote"), true, "no whole answer, IOException"),
				arguments(new BindException("Cannot assign requested address"), false,
						"no whole answer, java.net.BindException: Cannot assign requested address"),
				arguments(caused(new ConnectException(), new BindException()), false,
						"no whole answer, java.net.ConnectException ← java.net.BindException"),
				arguments(new SocketException("Too many open files"), false,
						"no whole answer, java.net.SocketException: Too many open files"));
	}

	private static IOException caused(IOException failure, Throwable cause) {
		failure.initCause(cause);
		return failure;
	}

}
