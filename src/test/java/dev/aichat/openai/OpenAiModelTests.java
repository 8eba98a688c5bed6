package dev.aichat.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.mock.env.MockEnvironment;

import dev.aichat.ai.AiException;
import dev.aichat.ai.FinishReason;
import dev.aichat.ai.LanguageModel.Listener;
import dev.aichat.ai.LanguageModel.Message;
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

/** The answers of real providers, byte by byte, are understood or fail. */
class OpenAiModelTests {

	private static final Provider PROVIDER = new Provider();

	private static final Provider ELSEWHERE = new Provider();

	private static final String COUNTED = "fails, and counts for the circuit breaker";

	private static final String NOT_COUNTED = "fails, and does not count";

	private static final String HI = delta("{'content': 'Hi'}");

	private static final String END = finish("'stop'");

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
	void answerIsUnderstoodOrFails(String name, Answer answer, String outcome) {
		PROVIDER.answer("Hello", answer);
		assertThat(outcome()).isEqualTo(outcome);
		assertThat(ELSEWHERE.calls()).isEmpty();
		assertThat(PROVIDER.calls()).allSatisfy((call) -> assertThat(call.written()).isLessThan(30 << 20));
	}

	static Stream<Arguments> answerIsUnderstoodOrFails() {
		return Stream.concat(wholeAnswers(), failures());
	}

	private static Stream<Arguments> wholeAnswers() {
		return Stream.of(whole("plain", events(HI, END, "[DONE]")),
				// framing
				whole("byte order mark", "\ufeff" + events(HI, END, "[DONE]")),
				whole("CRLF", events(HI, END, "[DONE]").replace("\n", "\r\n")),
				whole("CR", events(HI, END, "[DONE]").replace("\n", "\r")),
				whole("no blank after data:", events(HI, END, "[DONE]").replace("data: ", "data:")),
				whole("blanks around [DONE]", events(HI, END, " [DONE] ")),
				whole("quoted [DONE]", events(HI, "'[DONE]'")),
				whole("event: done", events(HI) + "event: done\ndata: {}\n\n"),
				whole("no last newline", events(HI) + "data: [DONE]"),
				whole("comments", ": PROCESSING\n\n" + events(HI) + ": keep-alive\n\n" + events(END)),
				whole("ids and retries", "id: 7\nretry: 1\n" + events(HI, END)),
				whole("data in two lines", "event: message\n" + events(HI.replace(": [", ":\ndata: ["), END)),
				whole("event: ping", events(HI) + "event: ping\ndata: {}\n\n" + events(END)),
				whole("other pings",
						events("[]", "null", "''", "", "ping", "{'type': 'ping'}", "2026-11-27T00:00:00Z", HI, END)),
				arguments("one byte at a time", (Answer) (call) -> {
					call.begin();
					for (byte one : events(delta("{'content': 'Hi 😀'}"), END, "[DONE]")
						.getBytes(StandardCharsets.UTF_8)) {
						call.chunk(new byte[] { one });
					}
					call.end();
				}, "Hi 😀, STOP"), arguments("gzip", (Answer) (call) -> {
					byte[] zipped = gzip(events(HI, END, "[DONE]"));
					call.head(200, "Content-Encoding: gzip", "Content-Length: " + zipped.length);
					call.write(zipped);
				}, "Hi, STOP"),
				// finish reasons
				ended("'eos'", STOP), ended("'eos_token'", STOP), ended("'stop_sequence'", STOP),
				ended("'end_turn'", STOP), ended("'STOP'", STOP), ended("'COMPLETE'", STOP),
				ended("'tool_calls'", STOP), ended("'length'", LENGTH), ended("'model_length'", LENGTH),
				ended("'MAX_TOKENS'", LENGTH), ended("'max_tokens'", LENGTH), ended("'content_filter'", CONTENT_FILTER),
				ended("''", STOP), ended("null", STOP),
				whole("empty reason throughout",
						events("{'choices': [{'delta': {'content': 'Hi'}, 'finish_reason': ''}]}", finish("''"),
								"[DONE]")),
				whole("[DONE] without a reason", events(HI, "[DONE]")), whole("reason without [DONE]", events(HI, END)),
				whole("empty reason after stop", events(HI, END, finish("''"), "[DONE]")),
				whole("reason together with text",
						events("{'choices': [{'delta': {'content': 'Hi'}, 'finish_reason': 'stop'}]}")),
				// after the finish reason
				whole("error after stop", events(HI, END, "{'error': {'message': 'oops'}}")),
				whole("error event after stop", events(HI, END) + "event: error\ndata: oops\n\n"),
				whole("garbage after stop", events(HI, END, "{", "[DONE]")),
				whole("failure after stop", events(HI, END, finish("'error'"))),
				// shapes
				whole("content in parts",
						events(delta("{'content': ['H', {'type': 'thinking', "
								+ "'thinking': [{'type': 'text', 'text': 'Hm'}]}, {'type': 'text', 'text': 'i'}]}"),
								END)),
				whole("message in place of delta", events(HI.replace("delta", "message"), END)),
				whole("delta and cumulative message",
						events("{'choices': [{'delta': {'content': 'Hi'}, 'message': {'content': 'Hi'}}]}", END)),
				whole("second index", events(HI.replace("{'delta'", "{'index': 1, 'delta'"), END)),
				whole("odd fields",
						events("{'created': 'now', 'choices': [{'logprobs': [], 'p': -Infinity, "
								+ "'delta': {'content': 'Hi'}}]}", END)),
				whole("error fields that mean none",
						events("{'error': ''}", "{'error': false}", "{'error': {}}", "{'error': null}",
								"{'x': [{'error': 1}]}", HI, END)),
				whole("empty deltas beside text",
						events(delta("{'role': 'assistant'}"), delta("{'content': null}"),
								delta("{'tool_calls': [{'index': 0}]}"), delta("{'content': ''}"), delta("null"), HI,
								delta("{'refusal': null}"), END)),
				whole("reasoning", events(delta("{'reasoning_content': 'Hm'}"), delta("{'reasoning': 'Hm'}"), HI, END)),
				whole("unusable usage",
						events("{'usage': []}", "{'usage': 'none'}",
								"{'usage': {'prompt_tokens': -1, 'completion_tokens': 2147483648}}", HI, END)),
				arguments("refusal", raw(events(delta("{'refusal': 'No.'}"), END)), ", STOP"),
				arguments("tool calls only", raw(events(delta("{'tool_calls': []}"), finish("'tool_calls'"))),
						", STOP"),
				arguments("shape of something else", raw(events("{'choices': 'none'}", "[DONE]")), ", STOP"),
				arguments("invalid UTF-8", (Answer) (call) -> {
					call.begin();
					call.chunk(events(HI.replace("Hi", "H\u00c3(")).getBytes(StandardCharsets.ISO_8859_1));
					call.chunk(events(END));
					call.end();
				}, "H\ufffd(, STOP"),
				// whole replies
				document("JSON", "\n{'choices': [{'message': {'content': 'Hi'},\n 'finish_reason': 'stop'}]}"),
				document("JSON without a reason",
						"{'object': 'chat.completion', 'choices': [{'message': {'content': 'Hi'}}]}"));
	}

	private static Stream<Arguments> failures() {
		String redirect = "Location: " + ELSEWHERE.url() + "/chat/completions";
		String half = delta("{'content': 'Half of '}");
		return Stream
			.of(Stream.of(400, 413, 422).map((status) -> refused(status, false)),
					Stream.of(401, 403, 404, 408, 409, 429, 500, 502, 503, 504).map((status) -> refused(status, true)),
					Stream.of(refused(302, true, redirect), refused(307, true, redirect),
							failed("no content", (call) -> call.head(204)),
							failed("reset before the headers", ProviderCall::reset),
							failed("closed before the headers", ProviderCall::hangUp),
							failed("huge header",
									(call) -> call.write("HTTP/1.1 200 OK\r\nX-Huge: " + "x".repeat(1 << 20))),
							failed("not HTTP", (call) -> call.write("220 mail.example.com ESMTP\r\n\r\n")),
							broken("reset after the headers", ":\n", ProviderCall::reset),
							broken("reset in the middle", events(half), ProviderCall::reset),
							broken("closed in the middle", events(half), ProviderCall::hangUp),
							broken("endless line", "data: ", endless("x".repeat(1 << 20))),
							broken("endless event", ":\n", endless("data: " + "x".repeat(1000) + "\n")),
							broken("endless comments", ":\n", endless(": " + "x".repeat(1000) + "\n")),
							broken("endless empty deltas", ":\n", endless(events(delta("{'content': ''}")))),
							promised("shorter than promised", 200, events(half), 0), promised("huge body", 200, "", 49),
							promised("huge JSON", 200, "{", 49), promised("huge error body", 500, "", 49),
							failed("HTML", raw("<!DOCTYPE html><html>Sign in, " + Provider.KEY + "</html>")),
							failed("nothing", raw("")), failed("no JSON object", raw(events("[[[]]]"))),
							failed("no choices", raw(events("{'id': '1'}", "{'id': '1', 'choices': []}"))),
							failed("no end", raw(events(half))),
							failed("half a JSON", raw(events(half, "{'choices': [{'delta': '" + Provider.KEY))),
							failed("half a JSON at the end", raw(events(half) + "data: {'choices'")),
							failed("half a JSON document", raw("{'choices': [{'message': {'content': 'Half of ")),
							failed("error", raw(events(half, "{'error': {'message': '" + Provider.KEY + "'}}"))),
							failed("error before done", raw(events("{'error': 'overloaded'}", "[DONE]"))),
							failed("error with a finish reason",
									raw(events(half, END.replace("{'choices'", "{'error': {'code': 502}, 'choices'")))),
							failed("error object", raw(events("{'object': 'error', 'message': 'overloaded'}"))),
							failed("error event", raw(events(half) + "event: error\ndata: " + Provider.KEY + "\n\n")),
							failed("error event first", raw("event: error\ndata: overloaded\n\n")),
							failed("JSON that reports an error", raw("{'error': {'message': 'overloaded'}}")),
							failed("finish reason error", raw(events(half, finish("'error'")))),
							failed("finish reason abort", raw(events(half, finish("'abort'")))),
							failed("finish reason insufficient_system_resource",
									raw(events(half, finish("'insufficient_system_resource'"))))))
			.flatMap((rows) -> rows);
	}

	@Test
	void causeOfAFailedConnectionIsNamed() {
		PROVIDER.answer("Hello", ProviderCall::reset);
		fails(this.model, "connection reset");
		fails(model(Map.of("base-url", "http://nobody.invalid/v1")), "unknown host");
		PROVIDER.goAway();
		try {
			fails(this.model, "connection refused");
		}
		finally {
			PROVIDER.comeBack();
		}
	}

	@Test
	void requestIsSentOnceMoreOnlyIfItMetAClosedConnection() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		PROVIDER.answer("Hello", (call) -> {
			switch (calls.incrementAndGet()) {
				case 2, 4 -> call.say("Hi");
				// so late that it may have been processed
				case 5 -> call.isHungUpWithin(Duration.ofMillis(1100));
				default -> {
				}
			}
			if (calls.get() % 2 != 0) {
				call.hangUp();
			}
		});
		fails(this.model, "no whole answer");
		assertThat(calls).as("a new connection").hasValue(1);
		ask(this.model);
		ask(this.model);
		assertThat(calls).as("one that was used before").hasValue(4);
		fails(this.model, "no whole answer");
		assertThat(calls).hasValue(5);
	}

	@Test
	void serverThatClosesConnectionsLosesNoQuestion() {
		Map<Integer, AtomicInteger> calls = new ConcurrentHashMap<>();
		PROVIDER.answer("Hello", (call) -> {
			call.say("Hi");
			if (calls.computeIfAbsent(call.port(), (port) -> new AtomicInteger()).incrementAndGet() == 5) {
				call.hangUp();
			}
		});
		assertThat(Concurrently.run(10, (i) -> answers(this.model, 10))).containsOnly("Hi".repeat(10));
	}

	@Test
	void manyQuestionsAreAnsweredAtOnceOverTls(@TempDir Path directory) throws Exception {
		SSLContext usual = SSLContext.getDefault();
		SSLContext trusting = selfSigned(directory.resolve("tls.p12"));
		CountDownLatch all = new CountDownLatch(160);
		try (Provider provider = new Provider(trusting)) {
			provider.answer("Hello", (call) -> {
				all.countDown();
				Concurrently.await(all);
				call.say("Hi");
			});
			fails(model(Map.of("base-url", provider.url())), "TLS failed");
			SSLContext.setDefault(trusting);
			OpenAiModel model = model(Map.of("base-url", provider.url()));
			assertThat(Concurrently.run(160, (i) -> answers(model, 1))).containsOnly("Hi");
		}
		finally {
			SSLContext.setDefault(usual);
		}
	}

	@Test
	void proxyGetsItsPassword() throws Exception {
		ask(model(Map.of("base-url", "http://llm.example.com/v1", "http_proxy",
				PROVIDER.url().replace("http://", "http://me:secret@"))));
		ProviderCall call = PROVIDER.calls().get(0);
		assertThat(call.line()).isEqualTo("POST http://llm.example.com/v1/chat/completions HTTP/1.1");
		assertThat(call.headers()).containsEntry("Proxy-Authorization", "Basic bWU6c2VjcmV0");
	}

	@Test
	void olderAddressOfAzureIsTaken() throws Exception {
		ask(model(Map.of("base-url", PROVIDER.url().replace("/v1", "/openai/deployments/d/?api-version=2024-10-21"))));
		ProviderCall call = PROVIDER.calls().get(0);
		assertThat(call.line())
			.isEqualTo("POST /openai/deployments/d/chat/completions?api-version=2024-10-21 HTTP/1.1");
		assertThat(call.headers()).containsEntry("api-key", Provider.KEY).doesNotContainKey("Authorization");
	}

	@Test
	void everyEventUntilTheFinishReasonIsASignOfLife() throws Exception {
		PROVIDER.answer("Hello", raw(events(HI, delta("{'reasoning_content': 'Hm'}"), delta("{'reasoning': 'Hm'}"),
				delta("{'content': [{'type': 'thinking'}]}"), END, "{}", "[DONE]")));
		ask(this.model);
		assertThat(this.heard.alive).isEqualTo(5);
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
	void settingsShapeTheRequest() throws Exception {
		PROVIDER.answer("Hello",
				raw("{\"choices\": [{\"message\": {\"content\": \"Hi\"}, \"finish_reason\": \"stop\"}]}"));
		ask(model(Map.of("stream", "false", "max-output-tokens", "5", "max-tokens-field", "max_new_tokens",
				"extra-parameters", "{\"top_p\": 0.5, \"thinking\": {\"type\": \"disabled\"}}")));
		ask(model(Map.of("stream-usage", "false")));
		assertThat(this.heard.text).hasToString("HiHi");
		assertThat(PROVIDER.calls()).extracting(ProviderCall::line).containsOnly("POST /v1/chat/completions HTTP/1.1");
		String question = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":";
		assertThat(PROVIDER.calls()).extracting((call) -> call.json().toString())
			.containsExactly(
					question + "false,\"max_new_tokens\":5,\"top_p\":0.5,\"thinking\":{\"type\":\"disabled\"}}",
					question + "true}");
	}

	private String outcome() {
		try {
			ask(this.model);
			return this.heard.text + ", " + this.heard.reason
					+ ((this.heard.usage != null) ? ", " + this.heard.usage : "");
		}
		catch (AiException ex) {
			assertThat(ex.reason()).doesNotContain(Provider.KEY, "Half of ");
			assertThat(this.heard.reason).isNull();
			return ex.isProviderAtFault() ? COUNTED : NOT_COUNTED;
		}
	}

	private void ask(OpenAiModel model) {
		ask(model, this.heard);
	}

	static void ask(OpenAiModel model, Heard heard) {
		model.ask(List.of(new Message("user", "Hello")), heard);
	}

	private static String answers(OpenAiModel model, int times) {
		Heard heard = new Heard();
		for (int n = 0; n < times; n++) {
			assertThatNoException().isThrownBy(() -> ask(model, heard));
		}
		return heard.text.toString();
	}

	private void fails(OpenAiModel model, String cause) {
		assertThatExceptionOfType(AiException.class).isThrownBy(() -> ask(model))
			.matches(AiException::isProviderAtFault)
			.satisfies((failure) -> assertThat(failure.reason()).startsWith("failed: " + cause)
				.doesNotContain("nobody", Provider.KEY));
	}

	private static OpenAiModel model(Map<String, String> others) {
		MockEnvironment environment = new MockEnvironment().withProperty("model", "m")
			.withProperty("api-key", Provider.KEY)
			.withProperty("base-url", PROVIDER.url());
		others.forEach(environment::setProperty);
		OpenAiSettings settings = Binder.get(environment).bindOrCreate("", OpenAiSettings.class);
		return new OpenAiModel(settings, new SimpleAsyncTaskExecutor("ai-test-"), environment);
	}

	private static SSLContext selfSigned(Path file) throws Exception {
		new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
				"-keyalg", "EC", "-dname", "CN=test", "-ext", "san=ip:127.0.0.1", "-keystore", file.toString(),
				"-storepass", "secret")
			.start()
			.waitFor();
		JksSslStoreDetails store = JksSslStoreDetails.forLocation(file.toUri().toString()).withPassword("secret");
		return SslBundle.of(new JksSslStoreBundle(store, store)).createSslContext();
	}

	private static Arguments whole(String name, String body) {
		return arguments(name, raw(body), "Hi, STOP");
	}

	private static Arguments document(String name, String json) {
		return arguments(name, (Answer) (call) -> {
			call.head(200, "Content-Type: application/json", "Connection: close");
			call.write(json(json));
			call.hangUp();
		}, "Hi, STOP");
	}

	private static Arguments ended(String reason, FinishReason expected) {
		return arguments("finish reason " + reason, raw(events(HI, finish(reason), "[DONE]")), "Hi, " + expected);
	}

	private static Arguments failed(String name, Answer answer) {
		return arguments(name, answer, COUNTED);
	}

	private static Arguments broken(String name, String begin, Answer end) {
		return failed(name, (call) -> {
			call.begin();
			call.chunk(begin);
			end.to(call);
		});
	}

	/** Promises 50 MB, and sends less. */
	private static Arguments promised(String name, int status, String begin, int megabytes) {
		return failed(name, (call) -> {
			call.head(status, "Content-Length: " + (50 << 20));
			call.write(begin);
			for (int i = 0; i < megabytes; i++) {
				call.write("x".repeat(1 << 20));
			}
			call.hangUp();
		});
	}

	private static Answer endless(String chunk) {
		return (call) -> {
			while (true) {
				call.chunk(chunk);
			}
		};
	}

	private static Arguments refused(int status, boolean counted, String... headers) {
		return arguments("status " + status + " " + List.of(headers),
				(Answer) (call) -> call.refuse(status, "Incorrect API key provided: " + Provider.KEY, headers),
				counted ? COUNTED : NOT_COUNTED);
	}

	private static String delta(String delta) {
		return "{'choices': [{'delta': " + delta + "}]}";
	}

	private static String finish(String reason) {
		return "{'choices': [{'delta': {}, 'finish_reason': " + reason + "}]}";
	}

	private static String events(String... data) {
		StringBuilder events = new StringBuilder();
		for (String each : data) {
			events.append("data: ").append(each).append("\n\n");
		}
		return json(events.toString());
	}

	private static Answer raw(String body) {
		return (call) -> {
			call.head(200, "Content-Type: text/event-stream", "Connection: close");
			call.write(json(body));
			call.hangUp();
		};
	}

	/** Lets the tables quote JSON with apostrophes. */
	private static String json(String text) {
		return text.replace('\'', '"');
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return zipped.toByteArray();
	}

	/** Writes down what was said. */
	static class Heard implements Listener {

		final StringBuilder text = new StringBuilder();

		private int alive;

		@Nullable FinishReason reason;

		@Nullable String usage;

		@Override
		public int maxCharacters() {
			return 10_000;
		}

		@Override
		public void text(String piece) {
			this.text.append(piece);
		}

		@Override
		public void alive() {
			this.alive++;
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
		public void onCancel(AutoCloseable call) {
		}

	}

}
