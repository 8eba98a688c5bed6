package dev.aichat.chat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.Events;
import dev.aichat.testing.Events.Event;
import dev.aichat.testing.LogLines;
import dev.aichat.testing.Provider;
import dev.aichat.testing.ProviderCall;
import dev.aichat.testing.ProviderTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract's settlement policy, each row as JSON and as a stream. */
@ProviderTest
class SettlementPolicyTests {

	/** Far beyond the deadline, for slow machines; nothing may hang. */
	private static final Duration BOUND = Duration.ofSeconds(20);

	/**
	 * A row's name, the finish reason or the problem's code, the text, and the answer.
	 * OpenAiModelTests has all ways in which a provider fails.
	 */
	private static final List<Row> ROWS = List.of(new Row("finished", "stop", "Hi.", (call) -> call.say("Hi", ".")),
			new Row("thinking is left out", "stop", "Hi.", (call) -> call.say("<thi", "nk>Hm</think>\n", "Hi.")),
			new Row("finished by length", "length", "Whole.", (call) -> {
				call.begin();
				call.delta("Whole.");
				call.data("{\"choices\": [{\"delta\": {}, \"finish_reason\": \"length\"}]}");
				call.fallSilent();
			}), new Row("done, and the connection stays open", "stop", "Whole.", (call) -> {
				call.begin();
				call.delta("Whole.");
				call.data("[DONE]");
				call.fallSilent();
			}), new Row("our size limit", "length", "and so on, ".repeat(2910).substring(0, 32_000), (call) -> {
				call.begin();
				while (true) {
					call.delta("and so on, ".repeat(50));
				}
			}), new Row("deadline while text arrives", "length", "and and and ", (call) -> {
				call.begin();
				do {
					call.delta("and ");
				}
				while (!call.isHungUpWithin(Duration.ofMillis(300)));
			}), new Row("silence that begins shortly before the deadline", "length", "and and ", (call) -> {
				call.begin();
				for (int i = 0; i < 13; i++) {
					call.delta("and ");
					call.isHungUpWithin(Duration.ofMillis(300));
				}
				call.fallSilent();
			}), new Row("nothing to read", "ai_failed", "", (call) -> call.say(" ", "\u200b")),
			new Row("content filter", "content_filter", "Half of ", (call) -> {
				call.begin();
				call.delta("Half of ");
				call.data("{\"choices\": [{\"delta\": {}, \"finish_reason\": \"content_filter\"}]}");
				call.end();
			}), new Row("question refused", "ai_failed", "", (call) -> call.refuse(400, "bad")),
			new Row("provider failed", "ai_failed", "", (call) -> call.refuse(500, Provider.KEY)),
			new Row("reset", "ai_failed", "", ProviderCall::reset),
			new Row("error event", "ai_failed", "Half of ", (call) -> {
				call.begin();
				call.delta("Half of ");
				call.data("{\"error\": {\"message\": \"overloaded, " + Provider.KEY + "\"}}");
				call.fallSilent();
			}), new Row("refusal then silence", "ai_failed", "", (call) -> {
				call.head(500, "Content-Length: 100");
				call.fallSilent();
			}), new Row("silence", "ai_timeout", "", ProviderCall::fallSilent),
			new Row("silence after the headers", "ai_timeout", "", (call) -> {
				call.begin();
				call.fallSilent();
			}), new Row("silence after some text", "ai_timeout", "One moment", (call) -> {
				call.begin();
				call.delta("One moment");
				call.fallSilent();
			}), new Row("comments after some text", "ai_timeout", "One moment", (call) -> {
				call.begin();
				call.delta("One moment");
				do {
					call.chunk(": still here\n\n");
				}
				while (!call.isHungUpWithin(Duration.ofMillis(300)));
			}),
			new Row("headers that drip", "ai_timeout", "", (call) -> drip(call, "HTTP/1.1 200 OK\r\nContent-Type: ")),
			new Row("text that drips", "ai_timeout", "", (call) -> {
				call.head(200, "Content-Type: text/event-stream");
				drip(call, "data: {\"choices\": [{\"delta\": {\"content\": \"Hi\"}}]}\n\n");
			}));

	@RegisterExtension
	final LogLines log = new LogLines();

	@Autowired
	Client client;

	@Autowired
	Provider provider;

	@Test
	void everyRowIsSettledAsThePolicySays() {
		ROWS.forEach((row) -> this.provider.answer(row.name(), row.answer()));
		List<Caller> users = Stream.generate(this.client::newUser).limit(2 * ROWS.size()).toList();
		Concurrently.run(2 * ROWS.size(), (i) -> {
			Row row = ROWS.get(i / 2);
			Caller user = users.get(i);
			long start = System.nanoTime();
			Answer answer = (i % 2 == 0) ? user.chat(row.name()) : user.chat(row.name(), "Accept", "text/event-stream");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).as(row.name()).isLessThan(BOUND);
			assertThat(answer.body()).as(row.name()).doesNotContain(Provider.KEY);
			if (i % 2 == 0) {
				isSettled(row, user, answer, answer.json());
			}
			else {
				List<Event> events = Events.of(answer.body());
				assertThat(events.get(0).name()).isEqualTo("start");
				Event last = events.get(events.size() - 1);
				assertThat(last.name()).as(row.name()).isEqualTo((row.isAnswered()) ? "done" : "error");
				assertThat(Events.text(events)).as(row.name()).startsWith(row.text());
				isSettled(row, user, answer, last.json());
			}
			return row;
		});
		Awaitility.await().atMost(BOUND).until(() -> this.provider.answering() == 0);
		assertThat(this.log.text()).doesNotContain(Provider.KEY, "Half of ");
	}

	/** {@link StopTests} has the rows of a stop. */
	@Test
	void stoppedProviderIsHungUpOn() {
		this.provider.answer("Go on", (call) -> {
			call.begin();
			call.delta("Half of ");
			call.fallSilent();
		});
		Caller user = this.client.newUser();
		try (Events events = user.stream("Go on")) {
			String id = events.next().json().get("id").stringValue();
			events.until("delta");
			assertThat(user.post("/api/chat/" + id + "/stop", Map.of()).text("finish_reason")).isEqualTo("stopped");
		}
		Awaitility.await().atMost(BOUND).until(() -> this.provider.answering() == 0);
	}

	private void isSettled(Row row, Caller user, Answer answer, JsonNode outcome) {
		JsonNode stored = user.get("/api/chat?limit=1").json().at("/items/0");
		if (row.isAnswered()) {
			assertThat(outcome.get("response").stringValue()).as(row.name()).startsWith(row.text());
			assertThat(outcome.get("finish_reason").stringValue()).as(row.name()).isEqualTo(row.end());
			assertThat(stored.get("response")).isEqualTo(outcome.get("response"));
			assertThat(stored.get("finish_reason")).isEqualTo(outcome.get("finish_reason"));
			assertThat(stored.get("state").stringValue()).isEqualTo("ANSWERED");
			assertThat(stored.get("tokens_deducted").longValue()).isEqualTo(100);
			assertThat(user.balance()).as(row.name()).isEqualTo(3900);
			return;
		}
		assertThat(outcome.get("code").stringValue()).as(row.name()).isEqualTo(row.end());
		assertThat(outcome.get("status").intValue()).isEqualTo(row.end().equals("ai_timeout") ? 504 : 502);
		assertThat(outcome.get("instance").stringValue()).isEqualTo("/api/chat");
		assertThat(outcome.get("refunded").booleanValue()).isTrue();
		assertThat(outcome.get("remaining_tokens").longValue()).isEqualTo(4000);
		assertThat(user.balance()).as(row.name()).isEqualTo(4000);
		assertThat(stored.get("state").stringValue()).isEqualTo("REFUNDED");
		assertThat(stored.get("tokens_deducted").longValue()).isZero();
		assertThat(stored.get("response").isNull()).isTrue();
		assertThat(stored.get("finish_reason").isNull()).isTrue();
		assertThat(this.log.lines())
			.anyMatch((line) -> line.contains("[" + answer.header("X-Request-Id") + "]") && line.contains("The AI "));
	}

	private static void drip(ProviderCall call, String text) throws IOException {
		int sent = 0;
		do {
			call.write(text.substring(sent, sent + 1));
			sent++;
		}
		while (!call.isHungUpWithin(Duration.ofSeconds(1)));
	}

	/** A row of the policy. */
	private record Row(String name, String end, String text, Provider.Answer answer) {

		boolean isAnswered() {
			return !this.end.startsWith("ai_");
		}

	}

}
