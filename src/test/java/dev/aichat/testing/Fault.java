package dev.aichat.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Everything that a provider can do wrong once it has accepted a connection. */
public enum Fault {

	RESET_BEFORE_HEADERS(ProviderCall::reset),

	HANGS_UP_BEFORE_HEADERS(ProviderCall::hangUp),

	RESET_AFTER_HEADERS((call) -> {
		call.begin();
		call.reset();
	}),

	RESET_IN_MID_STREAM((call) -> {
		call.begin();
		call.delta("Half of ");
		call.reset();
	}),

	STATUS_204((call) -> call.head(204)),

	STATUS_302((call) -> call.refuse(302, "elsewhere", "Location: " + Elsewhere.PROVIDER.url() + "/chat/completions")),

	STATUS_307((call) -> call.refuse(307, "elsewhere", "Location: " + Elsewhere.PROVIDER.url() + "/chat/completions")),

	STATUS_400((call) -> call.refuse(400, "bad")),

	STATUS_401((call) -> call.refuse(401, "Incorrect API key provided: " + Provider.KEY)),

	STATUS_403((call) -> call.refuse(403, "no")),

	STATUS_404((call) -> call.refuse(404, "no such model")),

	STATUS_408((call) -> call.refuse(408, "too late")),

	STATUS_409((call) -> call.refuse(409, "conflict")),

	STATUS_422((call) -> call.refuse(422, "what?")),

	STATUS_429((call) -> call.refuse(429, "slow down")),

	STATUS_429_AND_SHORT_RETRY_AFTER((call) -> call.refuse(429, "slow down", "Retry-After: 0")),

	STATUS_429_AND_LONG_RETRY_AFTER((call) -> call.refuse(429, "slow down", "Retry-After: 60")),

	STATUS_429_AND_RETRY_AFTER_DATE(
			(call) -> call.refuse(429, "slow down", "Retry-After: Fri, 31 Dec 2027 23:59:59 GMT")),

	STATUS_500((call) -> call.refuse(500, "oops")),

	STATUS_502((call) -> call.refuse(502, "oops")),

	STATUS_503((call) -> call.refuse(503, "oops")),

	STATUS_503_AND_SHORT_RETRY_AFTER((call) -> call.refuse(503, "oops", "Retry-After: 0")),

	STATUS_503_AND_LONG_RETRY_AFTER((call) -> call.refuse(503, "oops", "Retry-After: 3")),

	STATUS_504((call) -> call.refuse(504, "oops")),

	NEVER_ANSWERS(504, ProviderCall::fallSilent),

	HEADERS_THEN_SILENCE(504, (call) -> {
		call.begin();
		call.fallSilent();
	}),

	REFUSAL_THEN_SILENCE((call) -> {
		call.head(500, "Content-Length: 100");
		call.fallSilent();
	}),

	ONE_BYTE_A_SECOND_OF_THE_HEADERS(504, (call) -> drip(call, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream")),

	ONE_BYTE_A_SECOND(504, (call) -> {
		call.head(200, "Content-Type: text/event-stream");
		drip(call, "data: {\"choices\": [{\"delta\": {\"content\": \"Hi\"}}]}\n\n");
	}),

	SILENCE_IN_MID_STREAM(504, (call) -> {
		call.begin();
		call.delta("One moment");
		call.fallSilent();
	}),

	COMMENTS_IN_MID_STREAM(504, (call) -> {
		call.begin();
		call.delta("One moment");
		do {
			call.chunk(": still here\n\n");
		}
		while (!call.isHungUpWithin(Duration.ofMillis(300)));
	}),

	ENDLESS_BUT_SLOW(504, (call) -> {
		call.begin();
		do {
			call.delta("and ");
		}
		while (!call.isHungUpWithin(Duration.ofMillis(300)));
	}),

	ENDLESS_DELTAS((call) -> {
		call.begin();
		while (true) {
			call.delta("and so on, ".repeat(50));
		}
	}),

	ENDLESS_COMMENTS(List.of(502, 504), (call) -> {
		call.begin();
		while (true) {
			call.chunk(": " + "x".repeat(1000) + "\n");
		}
	}),

	ENDLESS_EMPTY_DELTAS(List.of(502, 504), (call) -> {
		call.begin();
		while (true) {
			call.delta("");
		}
	}),

	ENDLESS_LINE((call) -> {
		call.begin();
		call.chunk("data: ");
		pour(call::chunk);
		call.fallSilent();
	}),

	ENDLESS_EVENT((call) -> {
		call.begin();
		while (true) {
			call.chunk("data: " + "x".repeat(1000) + "\n");
		}
	}),

	HUGE_HEADER((call) -> {
		call.write("HTTP/1.1 200 OK\r\nX-Huge: " + "x".repeat(1 << 20));
		call.hangUp();
	}),

	HUGE_BODY((call) -> {
		call.head(200, "Content-Type: application/json", "Content-Length: " + (50 << 20));
		pour(call::write);
		call.fallSilent();
	}),

	HUGE_ERROR_BODY((call) -> {
		call.head(500, "Content-Type: application/json", "Content-Length: " + (50 << 20));
		pour(call::write);
		call.fallSilent();
	}),

	NOT_HTTP((call) -> {
		call.write("220 mail.example.com ESMTP\r\n\r\n");
		call.hangUp();
	}),

	HTML((call) -> page(call, "text/html", "<!DOCTYPE html><html><body>Sign in, " + Provider.KEY + "</body></html>")),

	NOTHING((call) -> page(call, "text/event-stream", "")),

	WHOLE_JSON((call) -> page(call, "application/json", """
			{"choices": [{"message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}]}""")),

	HALF_A_JSON((call) -> {
		call.begin();
		call.delta("Half of ");
		call.data("{\"choices\": [{\"delta\": {\"content\": \"" + Provider.KEY);
		call.fallSilent();
	}),

	HALF_A_JSON_AT_FIRST((call) -> {
		call.begin();
		call.data("{\"choices\": [{\"delta\": {\"content\": \"" + Provider.KEY);
		call.fallSilent();
	}),

	HALF_A_JSON_AT_LAST((call) -> {
		call.begin();
		call.delta("Half of ");
		call.chunk("data: {\"choices\": [{\"delta\": {\"content\": ");
		call.end();
	}),

	JSON_OF_ANOTHER_SHAPE((call) -> {
		call.begin();
		call.data("{\"choices\": \"none\"}");
		call.data("[DONE]");
		call.end();
	}),

	JSON_THAT_IS_NO_OBJECT((call) -> {
		call.begin();
		call.data("[[[]]]");
		call.fallSilent();
	}),

	INVALID_UTF_8((call) -> {
		call.begin();
		call.delta("Half of ");
		call.chunk(new byte[] { 'd', 'a', 't', 'a', ':', (byte) 0xc3, '(', '\n', '\n' });
		call.fallSilent();
	}),

	NO_CHOICES((call) -> {
		call.begin();
		call.data("{\"id\": \"1\", \"model\": \"m\"}");
		call.data("{\"id\": \"1\", \"model\": \"m\", \"choices\": []}");
		call.data("[DONE]");
		call.end();
	}),

	NULL_CONTENT((call) -> {
		call.begin();
		call.delta(null);
		call.finish();
	}),

	EMPTY_CONTENT((call) -> call.say("")),

	BLANK_CONTENT((call) -> call.say(" ", "\n")),

	CLOSED_IN_MID_STREAM((call) -> {
		call.begin();
		call.delta("Half of ");
		call.hangUp();
	}),

	SHORTER_THAN_PROMISED((call) -> {
		call.head(200, "Content-Type: text/event-stream", "Content-Length: 10000");
		call.write("data: {\"choices\": [{\"delta\": {\"content\": \"Half of \"}}]}\n\n");
		call.hangUp();
	}),

	UNFINISHED((call) -> {
		call.begin();
		call.delta("Half of ");
		call.end();
	}),

	DONE_WITHOUT_A_REASON((call) -> {
		call.begin();
		call.delta("Half of ");
		call.data("[DONE]");
		call.end();
	}),

	ERROR_IN_MID_STREAM((call) -> {
		call.begin();
		call.delta("Half of ");
		call.data("{\"error\": {\"message\": \"overloaded, " + Provider.KEY + "\"}}");
		call.fallSilent();
	}),

	ERROR_THEN_DONE((call) -> {
		call.begin();
		call.data("{\"error\": {\"message\": \"overloaded\"}}");
		call.finish();
	}),

	ERROR_WITH_A_CHOICE((call) -> {
		call.begin();
		call.delta("Half of ");
		call.data("""
				{"id": "1", "error": {"code": 502, "message": "overloaded"},
				"choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "stop"}]}""".replace('\n', ' '));
		call.fallSilent();
	}),

	ERROR_EVENT((call) -> {
		call.begin();
		call.delta("Half of ");
		call.chunk("event: error\ndata: {\"message\": \"overloaded, " + Provider.KEY + "\"}\n\n");
		call.fallSilent();
	}),

	ERROR_EVENT_AT_FIRST((call) -> {
		call.begin();
		call.chunk("event: error\ndata: overloaded\n\n");
		call.fallSilent();
	});

	private final List<Integer> statuses;

	private final Provider.Answer answer;

	Fault(Provider.Answer answer) {
		this(502, answer);
	}

	Fault(int status, Provider.Answer answer) {
		this(List.of(status), answer);
	}

	Fault(List<Integer> statuses, Provider.Answer answer) {
		this.statuses = statuses;
		this.answer = answer;
	}

	/** What our clients may be told, usually one. */
	public List<Integer> statuses() {
		return this.statuses;
	}

	/** How the provider fails. */
	public Provider.Answer answer() {
		return this.answer;
	}

	/** How often it is asked: once, or again when it says that it may be, soon. */
	public int calls() {
		return name().endsWith("SHORT_RETRY_AFTER") ? 2 : 1;
	}

	private static void page(ProviderCall call, String type, String text) throws IOException {
		call.head(200, "Content-Type: " + type, "Content-Length: " + text.length());
		call.write(text);
	}

	private static void drip(ProviderCall call, String text) throws IOException {
		int sent = 0;
		do {
			call.write(text.substring(sent, sent + 1));
			sent++;
		}
		while (!call.isHungUpWithin(Duration.ofSeconds(1)));
	}

	/** 50 MB without a line break. */
	private static void pour(Sink sink) throws IOException {
		byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
		for (int megabytes = 0; megabytes < 50; megabytes++) {
			sink.write(megabyte);
		}
	}

	/** Where bytes go. */
	private interface Sink {

		void write(byte[] bytes) throws IOException;

	}

	/** Another provider, where nobody is to be sent with the key. */
	public static final class Elsewhere {

		public static final Provider PROVIDER = new Provider();

		private Elsewhere() {
		}

	}

}
