package dev.aichat.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.mock.env.MockEnvironment;

import dev.aichat.ai.FinishReason;
import dev.aichat.ai.LanguageModel.Listener;
import dev.aichat.ai.ModelException;
import dev.aichat.ai.ModelRequest;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.Provider;
import dev.aichat.testing.Provider.Answer;
import dev.aichat.testing.ProviderCall;

import static dev.aichat.ai.FinishReason.CONTENT_FILTER;
import static dev.aichat.ai.FinishReason.LENGTH;
import static dev.aichat.ai.FinishReason.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What real providers answer, byte by byte, and what is understood of it. */
class OpenAiModelTests {

	private static final Provider PROVIDER = new Provider();

	private static final Provider ELSEWHERE = new Provider();

	private static final String HI = delta("{\"content\": \"Hi\"}");

	private static final String END = finish("\"stop\"");

	private final OpenAiModel model = model(Map.of());

	private final Heard heard = new Heard();

	@AfterEach
	void reset() {
		PROVIDER.reset();
	}

	@AfterAll
	static void close() {
		PROVIDER.close();
		ELSEWHERE.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void answerIsUnderstood(String name, Answer answer, String text, FinishReason reason) throws Exception {
		PROVIDER.answer("Hello", answer);
		ask(this.model);
		assertThat(this.heard.text).hasToString(text);
		assertThat(this.heard.reason).isEqualTo(reason);
		assertThat(this.heard.usage).isEqualTo(name.startsWith("usage: ") ? "12, 6" : null);
	}

	static Stream<Arguments> answerIsUnderstood() {
		return Stream.of(whole("plain", events(HI, END, "[DONE]")),
				// framing
				whole("byte order mark", "\ufeff" + events(HI, END, "[DONE]")),
				whole("CRLF", events(HI, END, "[DONE]").replace("\n", "\r\n")),
				whole("CR", events(HI, END, "[DONE]").replace("\n", "\r")),
				whole("no blank after data:", events(HI, END, "[DONE]").replace("data: ", "data:")),
				whole("blanks around [DONE]", events(HI, END, " [DONE] ")),
				whole("quoted [DONE]", events(HI, "\"[DONE]\"")),
				whole("event: done", events(HI) + "event: done\ndata: {}\n\n"),
				whole("no last newline", events(HI) + "data: [DONE]"),
				whole("comments", ": PROCESSING\n\n" + events(HI) + ": keep-alive\n\n" + events(END)),
				whole("ids and retries", "id: 7\nretry: 1\n" + events(HI, END)),
				whole("data in two lines", "event: message\n" + events(HI.replace(": [", ":\ndata: ["), END)),
				whole("event: ping", events(HI) + "event: ping\ndata: {}\n\n" + events(END)),
				whole("other pings", events("[]", "null", "\"\"", "", "ping", "{\"type\": \"ping\"}",
						"2026-11-27T00:00:00Z", HI, END)),
				arguments("one byte at a time", (Answer) (call) -> {
					call.begin();
					for (byte one : events(delta("{\"content\": \"Hi 😀\"}"), END, "[DONE]")
						.getBytes(StandardCharsets.UTF_8)) {
						call.chunk(new byte[] { one });
					}
					call.end();
				}, "Hi 😀", STOP), arguments("gzip", (Answer) (call) -> {
					byte[] zipped = gzip(events(HI, END, "[DONE]"));
					call.head(200, "Content-Encoding: gzip", "Content-Length: " + zipped.length);
					call.write(zipped);
				}, "Hi", STOP),
				// finish reasons
				ended("\"eos\"", STOP), ended("\"eos_token\"", STOP), ended("\"stop_sequence\"", STOP),
				ended("\"end_turn\"", STOP), ended("\"STOP\"", STOP), ended("\"COMPLETE\"", STOP),
				ended("\"tool_calls\"", STOP), ended("\"length\"", LENGTH), ended("\"model_length\"", LENGTH),
				ended("\"MAX_TOKENS\"", LENGTH), ended("\"max_tokens\"", LENGTH),
				ended("\"content_filter\"", CONTENT_FILTER), ended("\"\"", STOP), ended("null", STOP),
				whole("[DONE] without a reason", events(HI, "[DONE]")), whole("reason without [DONE]", events(HI, END)),
				whole("empty reason after stop", events(HI, END, finish("\"\""), "[DONE]")),
				whole("reason together with text",
						events("{\"choices\": [{\"delta\": {\"content\": \"Hi\"}, \"finish_reason\": \"stop\"}]}")),
				// after the finish reason
				whole("error after stop", events(HI, END, "{\"error\": {\"message\": \"oops\"}}")),
				whole("error event after stop", events(HI, END) + "event: error\ndata: oops\n\n"),
				whole("garbage after stop", events(HI, END, "{", "[DONE]")),
				whole("failure after stop", events(HI, END, finish("\"error\""))),
				// shapes
				whole("content in parts", events(delta("{\"content\": [\"H\", {\"type\": \"thinking\", "
						+ "\"thinking\": [{\"type\": \"text\", \"text\": \"Hm\"}]}, {\"type\": \"text\", \"text\": \"i\"}]}"),
						END)),
				whole("message in place of delta", events(HI.replace("delta", "message"), END)),
				whole("delta and cumulative message", events(
						"{\"choices\": [{\"delta\": {\"content\": \"Hi\"}, \"message\": {\"content\": \"Hi\"}}]}",
						END)),
				whole("no choices but filter results",
						events("{\"choices\": [], \"prompt_filter_results\": [{\"prompt_index\": 0}]}", HI, END)),
				whole("second index", events(HI.replace("{\"delta\"", "{\"index\": 1, \"delta\""), END)),
				whole("odd fields",
						events("{\"created\": \"now\", \"choices\": [{\"logprobs\": [], \"p\": -Infinity, "
								+ "\"delta\": {\"content\": \"Hi\"}}]}", END)),
				whole("error fields that mean none",
						events("{\"error\": \"\"}", "{\"error\": false}", "{\"error\": {}}", "{\"error\": null}",
								"{\"x\": [{\"error\": 1}]}", HI, END)),
				whole("empty deltas beside text",
						events(delta("{\"role\": \"assistant\"}"), delta("{\"content\": null}"),
								delta("{\"tool_calls\": [{\"index\": 0}]}"), delta("{\"content\": \"\"}"),
								delta("null"), HI, delta("{\"refusal\": null}"), END)),
				whole("reasoning",
						events(delta("{\"reasoning_content\": \"Hm\"}"), delta("{\"reasoning\": \"Hm\"}"), HI, END)),
				whole("usage: in the last event",
						events(HI, END,
								"{\"choices\": [], \"usage\": {\"prompt_tokens\": 12, \"completion_tokens\": 6}}")),
				whole("usage: beside the text",
						events(HI,
								END.replace("{\"choices\"",
										"{\"usage\": {\"prompt_tokens\": 12, \"completion_tokens\": 6}, \"choices\""))),
				whole("unusable usage",
						events("{\"usage\": []}", "{\"usage\": \"none\"}",
								"{\"usage\": {\"prompt_tokens\": -1, \"completion_tokens\": 2147483648}}", HI, END)),
				arguments("refusal", raw(events(delta("{\"refusal\": \"No.\"}"), END)), "", STOP),
				arguments("tool calls only", raw(events(delta("{\"tool_calls\": []}"), finish("\"tool_calls\""))), "",
						STOP),
				arguments("shape of something else", raw(events("{\"choices\": \"none\"}", "[DONE]")), "", STOP),
				arguments("invalid UTF-8", (Answer) (call) -> {
					call.begin();
					call.chunk(HI.replace("Hi", "H_")
						.replace("{\"choices", "data: {\"choices")
						.getBytes(StandardCharsets.UTF_8));
					call.chunk("\n\n" + events(END));
					call.end();
				}, "H_", STOP),
				// whole replies
				whole("JSON", "\n{\"choices\": [{\"message\": {\"content\": \"Hi\"},\n \"finish_reason\": \"stop\"}]}"),
				whole("JSON without a reason",
						"{\"object\": \"chat.completion\", \"choices\": [{\"message\": {\"content\": \"Hi\"}}]}"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void answerFails(String name, boolean counted, Answer answer) {
		PROVIDER.answer("Hello", answer);
		assertThatExceptionOfType(ModelException.class).isThrownBy(() -> ask(this.model))
			.satisfies((failure) -> assertThat(failure.isProviderAtFault()).isEqualTo(counted))
			.withMessageNotContainingAny(Provider.KEY, "Half of ");
		assertThat(this.heard.reason).isNull();
		assertThat(ELSEWHERE.calls()).isEmpty();
		assertThat(PROVIDER.calls()).allSatisfy((call) -> assertThat(call.written()).isLessThan(30 << 20));
	}

	static Stream<Arguments> answerFails() {
		String redirect = "Location: " + ELSEWHERE.url() + "/chat/completions";
		String half = delta("{\"content\": \"Half of \"}");
		return Stream.of(Stream.of(400, 413, 422).map((status) -> refused(status, false)),
				Stream.of(401, 403, 404, 408, 409, 429, 500, 502, 503, 504).map((status) -> refused(status, true)),
				Stream.of(refused(302, true, redirect), refused(307, true, redirect),
						refused(429, true, "Retry-After: 60"), refused(503, true, "Retry-After: 3"),
						refused(429, true, "Retry-After: 0"),
						refused(429, true, "Retry-After: Fri, 31 Dec 2027 23:59:59 GMT"),
						failed("no content", (call) -> call.head(204)),
						failed("reset before the headers", ProviderCall::reset),
						failed("closed before the headers", ProviderCall::hangUp),
						failed("reset after the headers", (call) -> {
							call.begin();
							call.reset();
						}), failed("reset in the middle", (call) -> {
							call.begin();
							call.data(half);
							call.reset();
						}), failed("closed in the middle", (call) -> {
							call.begin();
							call.data(half);
							call.hangUp();
						}), failed("shorter than promised", (call) -> {
							call.head(200, "Content-Length: 10000");
							call.write(events(half));
							call.hangUp();
						}), failed("huge header", (call) -> {
							call.write("HTTP/1.1 200 OK\r\nX-Huge: " + "x".repeat(1 << 20));
							call.hangUp();
						}), failed("endless line", (call) -> {
							call.begin();
							call.chunk("data: ");
							pour(call::chunk);
						}), failed("endless event", (call) -> {
							call.begin();
							while (true) {
								call.chunk("data: " + "x".repeat(1000) + "\n");
							}
						}), failed("endless comments", (call) -> {
							call.begin();
							while (true) {
								call.chunk(": " + "x".repeat(1000) + "\n");
							}
						}), failed("endless empty deltas", (call) -> {
							call.begin();
							while (true) {
								call.delta("");
							}
						}), failed("huge body", (call) -> {
							call.head(200, "Content-Type: application/json", "Content-Length: " + (50 << 20));
							pour(call::write);
						}), failed("huge JSON", (call) -> {
							call.head(200, "Content-Type: application/json", "Content-Length: " + (50 << 20));
							call.write("{");
							pour(call::write);
						}), failed("huge error body", (call) -> {
							call.head(500, "Content-Length: " + (50 << 20));
							pour(call::write);
						}), failed("not HTTP", (call) -> {
							call.write("220 mail.example.com ESMTP\r\n\r\n");
							call.hangUp();
						}), failed("HTML", raw("<!DOCTYPE html><html>Sign in, " + Provider.KEY + "</html>")),
						failed("nothing", raw("")), failed("no JSON object", raw(events("[[[]]]"))),
						failed("no choices", raw(events("{\"id\": \"1\"}", "{\"id\": \"1\", \"choices\": []}"))),
						failed("no end", raw(events(half))),
						failed("half a JSON", raw(events(half, "{\"choices\": [{\"delta\": \"" + Provider.KEY))),
						failed("half a JSON at the end", raw(events(half) + "data: {\"choices\"")),
						failed("half a JSON document", raw("{\"choices\": [{\"message\": {\"content\": \"Half of ")),
						failed("error", raw(events(half, "{\"error\": {\"message\": \"" + Provider.KEY + "\"}}"))),
						failed("error before done", raw(events("{\"error\": \"overloaded\"}", "[DONE]"))),
						failed("error with a finish reason",
								raw(events(half,
										END.replace("{\"choices\"", "{\"error\": {\"code\": 502}, \"choices\"")))),
						failed("error object", raw(events("{\"object\": \"error\", \"message\": \"overloaded\"}"))),
						failed("error event", raw(events(half) + "event: error\ndata: " + Provider.KEY + "\n\n")),
						failed("error event first", raw("event: error\ndata: overloaded\n\n")),
						failed("JSON that reports an error", raw("{\"error\": {\"message\": \"overloaded\"}}")),
						failed("finish reason error", raw(events(half, finish("\"error\"")))),
						failed("finish reason abort", raw(events(half, finish("\"abort\"")))),
						failed("finish reason insufficient_system_resource",
								raw(events(half, finish("\"insufficient_system_resource\""))))))
			.flatMap((rows) -> rows);
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 503 })
	void busyProviderIsAskedOnceMoreWhenItSaysSo(int status) throws Exception {
		AtomicInteger calls = new AtomicInteger();
		PROVIDER.answer("Hello", (call) -> {
			if (calls.incrementAndGet() == 1) {
				call.refuse(status, "in a second", "Retry-After: 1");
			}
			else {
				call.say("Here you are.");
			}
		});
		long start = System.nanoTime();
		ask(this.model);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000);
		assertThat(this.heard.text).hasToString("Here you are.");
		assertThat(calls).hasValue(2);
	}

	@Test
	void refusedConnectionAndUnknownHostFail() {
		PROVIDER.goAway();
		try {
			assertThatExceptionOfType(ModelException.class).isThrownBy(() -> ask(this.model))
				.matches(ModelException::isProviderAtFault);
		}
		finally {
			PROVIDER.comeBack();
		}
		assertThatExceptionOfType(ModelException.class)
			.isThrownBy(() -> ask(model(Map.of("base-url", "http://nobody.invalid/v1"))))
			.withMessageNotContainingAny("nobody", Provider.KEY);
	}

	@Test
	void serverThatClosesConnectionsLosesNoQuestion() {
		AtomicInteger calls = new AtomicInteger();
		PROVIDER.answer("Hello", (call) -> {
			call.say("Hi");
			if (calls.incrementAndGet() % 5 == 0) {
				call.hangUp();
			}
		});
		assertThat(Concurrently.run(10, (i) -> {
			Heard each = new Heard();
			for (int n = 0; n < 10; n++) {
				assertThatNoException().isThrownBy(() -> ask(this.model, each));
			}
			return each.text.toString();
		})).containsOnly("Hi".repeat(10));
	}

	@Test
	void connectionIsUsedAgainAfterDone() throws Exception {
		List<Integer> ports = new ArrayList<>();
		PROVIDER.answer("Hello", (call) -> {
			ports.add(call.port());
			call.say("Hi");
		});
		ask(this.model);
		ask(this.model);
		assertThat(ports).hasSize(2).containsOnly(ports.get(0));
	}

	@Test
	void cancelledQuestionClosesTheConnection() {
		PROVIDER.answer("Hello", (call) -> {
			call.begin();
			call.data(HI);
			call.fallSilent();
		});
		Heard leaving = new Heard() {

			@Override
			public boolean text(String piece) {
				hangUp.run();
				return false;
			}

		};
		assertThatExceptionOfType(ModelException.class).isThrownBy(() -> ask(this.model, leaving));
		Awaitility.await().until(() -> PROVIDER.answering() == 0);
	}

	@Test
	void settingsShapeTheRequest() throws Exception {
		PROVIDER.answer("Hello",
				raw("{\"choices\": [{\"message\": {\"content\": \"Hi\"}, \"finish_reason\": \"stop\"}]}"));
		ask(model(Map.of("stream", "false", "max-output-tokens", "5", "max-tokens-field", "max_new_tokens",
				"extra-parameters", "{\"top_p\": 0.5, \"thinking\": {\"type\": \"disabled\"}}")));
		ask(model(Map.of("stream-usage", "false")));
		assertThat(this.heard.text).hasToString("HiHi");
		assertThat(PROVIDER.calls().get(0).json()).hasToString("{\"model\":\"m\",\"messages\":[{\"role\":\"user\","
				+ "\"content\":\"Hello\"}],\"stream\":false,\"max_new_tokens\":5,\"top_p\":0.5,"
				+ "\"thinking\":{\"type\":\"disabled\"}}");
		assertThat(PROVIDER.calls().get(1).json())
			.hasToString("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":true}");
	}

	private void ask(OpenAiModel model) throws ModelException, InterruptedException {
		ask(model, this.heard);
	}

	private static void ask(OpenAiModel model, Heard heard) throws ModelException, InterruptedException {
		model.ask(new ModelRequest(List.of(new ModelRequest.Message(ModelRequest.Role.USER, "Hello")), 10_000), heard);
	}

	private static OpenAiModel model(Map<String, String> others) {
		Map<String, String> properties = new HashMap<>(
				Map.of("provider", "openai", "model", "m", "api-key", Provider.KEY, "base-url", PROVIDER.url()));
		properties.putAll(others);
		OpenAiSettings settings = new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("",
				OpenAiSettings.class);
		return new OpenAiModel(settings, new SimpleAsyncTaskExecutor("ai-test-"), new MockEnvironment());
	}

	private static Arguments whole(String name, String body) {
		return arguments(name, raw(body), "Hi", STOP);
	}

	private static Arguments ended(String reason, FinishReason expected) {
		return arguments("finish reason " + reason, raw(events(HI, finish(reason), "[DONE]")), "Hi", expected);
	}

	private static Arguments failed(String name, Answer answer) {
		return arguments(name, true, answer);
	}

	private static Arguments refused(int status, boolean counted, String... headers) {
		return arguments("status " + status + " " + List.of(headers), counted,
				(Answer) (call) -> call.refuse(status, "Incorrect API key provided: " + Provider.KEY, headers));
	}

	private static String delta(String delta) {
		return "{\"choices\": [{\"delta\": " + delta + "}]}";
	}

	private static String finish(String reason) {
		return "{\"choices\": [{\"delta\": {}, \"finish_reason\": " + reason + "}]}";
	}

	private static String events(String... data) {
		StringBuilder events = new StringBuilder();
		for (String each : data) {
			events.append("data: ").append(each).append("\n\n");
		}
		return events.toString();
	}

	private static Answer raw(String body) {
		return (call) -> {
			call.head(200, "Content-Type: text/event-stream", "Connection: close");
			call.write(body);
			call.hangUp();
		};
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return zipped.toByteArray();
	}

	/** Sends 50 MB without a line break. */
	private static void pour(Sink sink) throws IOException {
		byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
		for (int megabytes = 0; megabytes < 50; megabytes++) {
			sink.write(megabyte);
		}
	}

	/** Takes bytes. */
	private interface Sink {

		void write(byte[] bytes) throws IOException;

	}

	/** Writes down what was said. */
	private static class Heard implements Listener {

		private final StringBuilder text = new StringBuilder();

		private @Nullable FinishReason reason;

		private @Nullable String usage;

		protected Runnable hangUp = () -> {
		};

		@Override
		public boolean text(String piece) {
			this.text.append(piece);
			return true;
		}

		@Override
		public void alive() {
		}

		@Override
		public void finish(FinishReason reason) {
			this.reason = (this.reason == null) ? reason : this.reason;
		}

		@Override
		public void usage(@Nullable Integer promptTokens, @Nullable Integer completionTokens) {
			this.usage = promptTokens + ", " + completionTokens;
		}

		@Override
		public void onCancel(Runnable hangUp) {
			this.hangUp = hangUp;
		}

	}

}
