package dev.aichat.chat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.Events;
import dev.aichat.testing.Events.Event;
import dev.aichat.testing.Leaks;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Replies as event streams, also to slow and disconnecting clients. */
class StreamTests extends ServiceTests {

	private static final String[] EVENTS = { "Accept", "text/event-stream" };

	@Autowired
	Leaks leaks;

	@Test
	void eventsFollowTheContract() {
		this.ai.script((message, handler) -> {
			Stream.of("Well, ", "hello").forEach(handler::onPartialResponse);
			ScriptedModel.say(".", handler);
		});
		Caller user = this.client.newUser();
		Answer answer = user.chat("Hello", "Accept", "text/event-stream", "Idempotency-Key", "k");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/event-stream;charset=UTF-8");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.header("X-Request-Id")).isNotEmpty();
		assertThat(answer.header("Idempotency-Replayed")).isEmpty();

		List<Event> events = Events.of(answer.body());
		Event start = events.get(0);
		assertThat(start).isEqualTo(new Event("start", """
				{"id":"%1$s","conversation_id":"%1$s","tokens_deducted":100,"remaining_tokens":3900}"""
			.formatted(start.json().get("id").stringValue())));
		assertThat(events.subList(1, events.size() - 1)).isNotEmpty()
			.allSatisfy((event) -> assertThat(event.json().propertyNames()).containsExactly("text"));
		assertThat(Events.text(events)).isEqualTo("Well, hello.");
		Event done = events.get(events.size() - 1);
		assertThat(done.name()).isEqualTo("done");
		assertThat(done.json().get("id")).isEqualTo(start.json().get("id"));

		Answer replay = user.chat("Hello", "Idempotency-Key", "k");
		assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(replay.body()).isEqualTo(done.data());
		Answer again = user.chat("Hello", "Accept", "text/event-stream", "Idempotency-Key", "k");
		assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(Events.of(again.body())).containsExactly(start, new Event("delta", "{\"text\":\"Well, hello.\"}"),
				done);
		assertThat(user.balance()).isEqualTo(3900);
		assertThat(this.ai.asked()).isEqualTo(1);
	}

	@Test
	void deltasConcatenateToTheReply() {
		this.ai.script((message, handler) -> {
			Stream.of("\ud83d", "\ude00 nul \0", " \ud83d", "half ", "\"\n\r").forEach(handler::onPartialResponse);
			ScriptedModel.say("\ud83d", handler);
		});
		Caller user = this.client.newUser();
		List<Event> events = Events.of(user.chat("Odd", EVENTS).body());
		assertThat(Events.text(events)).isEqualTo("\ud83d\ude00 nul \ufffd \ufffdhalf \"\n\r\ufffd")
			.isEqualTo(events.get(events.size() - 1).json().get("response").stringValue());
	}

	@Test
	void failuresBeforeTheFirstByteAreOrdinaryProblems() {
		Caller user = this.client.newUser();
		user.chat(" ", EVENTS).isProblem(400, "validation_failed");
		this.client.newUserWith(0).chat("Hello", EVENTS).isProblem(402, "insufficient_tokens");
		this.client.post("/api/chat", Map.of("message", "Hello"), EVENTS).isProblem(403, "authentication_required");
		user.chatIn("0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "Hello", EVENTS).isProblem(404, "conversation_not_found");
		user.chat("Hello", "Idempotency-Key", "k");
		user.chat("Other", "Accept", "text/event-stream", "Idempotency-Key", "k")
			.isProblem(422, "idempotency_key_reused");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			*/*                                            | application/json
			application/json                               | application/json
			application/*, text/event-stream;q=0.9         | application/json
			application/json, text/event-stream            | application/json
			text/event-stream, application/json            | text/event-stream;charset=UTF-8
			text/event-stream, */*                         | text/event-stream;charset=UTF-8
			application/json;q=0.5, text/event-stream      | text/event-stream;charset=UTF-8
			TEXT/Event-Stream                              | text/event-stream;charset=UTF-8""")
	void acceptHeaderDecidesTheMediaType(String accept, String type) {
		Answer answer = this.client.newUser().chat("Hello", "Accept", accept);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualToIgnoringCase(type);
	}

	@Test
	void chatsOfDisconnectedClientsAreAnsweredAndCharged() {
		List<Caller> users = Stream.generate(this.client::newUser).limit(5).toList();
		Map<String, CountDownLatch> left = new ConcurrentHashMap<>();
		this.ai.script((message, handler) -> {
			handler.onPartialResponse("You may ");
			Concurrently.await(left.get(message));
			ScriptedModel.say("go.", handler);
		});
		List<String> chats = Concurrently.run(200, (i) -> {
			String message = "Bye " + i;
			left.put(message, new CountDownLatch(1));
			try (Events events = users.get(i % 5).stream(message)) {
				if (i == 0) {
					assertThat(Leaks.working()).isNotEmpty();
				}
				return events.next().json().get("id").stringValue();
			}
			finally {
				left.get(message).countDown();
			}
		});
		Awaitility.await()
			.until(() -> users.stream()
				.allMatch((user) -> !user.get("/api/chat?limit=100").body().contains("\"state\":\"PENDING\"")));
		for (int i = 0; i < 200; i++) {
			Answer answer = users.get(i % 5).get("/api/chat/" + chats.get(i));
			assertThat(answer.text("state")).isEqualTo("ANSWERED");
			assertThat(answer.text("response")).isEqualTo("You may go.");
		}
		assertThat(users).allSatisfy((user) -> assertThat(user.balance()).isZero());
		this.leaks.none();
	}

	@Test
	void slowReaderDoesNotDelayTheReply() throws IOException {
		String text = "x" + "\u0001".repeat(30_000);
		this.ai.script((message, handler) -> ScriptedModel.say(text, handler));
		Caller user = this.client.newUser();
		URI uri = this.client.uri("/api/chat");
		try (Socket slow = new Socket()) {
			slow.setReceiveBufferSize(2048);
			slow.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
			byte[] body = "{\"message\": \"Much\"}".getBytes(StandardCharsets.UTF_8);
			slow.getOutputStream()
				.write(("POST /api/chat HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + user.token()
						+ "\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nConnection: close"
						+ "\r\nContent-Length: " + body.length + "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			slow.getOutputStream().write(body);
			InputStream in = slow.getInputStream();
			assertThat(in.readNBytes(100)).asString(StandardCharsets.UTF_8).startsWith("HTTP/1.1 200");
			Awaitility.await()
				.atMost(Duration.ofSeconds(2))
				.until(() -> user.get("/api/chat").json().at("/items/0/state").asString().equals("ANSWERED"));
			assertThat(user.chat("Little").status()).isEqualTo(200);
			assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("event: done");
		}
	}

	@Test
	void otherRequestsAreFastWhileTheAiStalls() {
		CountDownLatch done = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(100);
		this.ai.script((message, handler) -> {
			asked.countDown();
			Concurrently.await(done);
			handler.onError(new IllegalStateException("as told"));
		});
		List<Caller> users = Stream.generate(this.client::newUser).limit(4).toList();
		List<Integer> statuses = Concurrently.run(101, (i) -> {
			if (i < 100) {
				return users.get(i % 4).chat("Stall", (i < 50) ? EVENTS : new String[] { "Accept", "*/*" }).status();
			}
			Concurrently.await(asked);
			long start = System.nanoTime();
			assertThat(users.get(0).get("/api/balance").status()).isEqualTo(200);
			assertThat(this.client.post("/api/login", Client.credentials(users.get(0).username())).status())
				.isEqualTo(200);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			done.countDown();
			return 0;
		});
		assertThat(statuses.subList(50, 100)).isSubsetOf(502, 504);
		assertThat(users).allSatisfy((user) -> assertThat(user.balance()).isEqualTo(4000));
		this.leaks.none();
	}

}
