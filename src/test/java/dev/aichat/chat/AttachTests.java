package dev.aichat.chat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.aichat.ai.AiService;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.Events;
import dev.aichat.testing.Events.Event;
import dev.aichat.testing.Leaks;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.ProblemRenderer;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients attach to a reply that they, or another tab, asked for before. */
class AttachTests extends ServiceTests {

	private static final String[] EVENTS = { "Accept", "text/event-stream" };

	@Autowired
	Leaks leaks;

	ChatStream elsewhere;

	private final CountDownLatch rest = new CountDownLatch(1);

	@Autowired
	void startAnotherInstance(Billing billing, AiService ai, ChatRepository chats, ChatQueries queries,
			WalletService wallet, ChatMeters meters, AsyncTaskExecutor applicationTaskExecutor, JsonMapper json,
			ProblemRenderer problems) {
		ChatsInFlight none = new ChatsInFlight(chats);
		this.elsewhere = new ChatStream(new ChatService(billing, ai, chats, queries, wallet, meters, none),
				new StartedChatService(billing, chats, queries, wallet, none), applicationTaskExecutor, json, problems,
				Duration.ofSeconds(1));
	}

	@BeforeEach
	void sayTheReplyInTwoParts() {
		this.ai.script((message, handler) -> {
			handler.onPartialResponse("Hello, ");
			Concurrently.await(this.rest);
			ScriptedModel.say("again.", handler);
		});
	}

	@Test
	void cutStreamIsContinuedByManyReadersAndChargedOnce() {
		Caller user = this.client.newUser();
		Event start;
		try (Events cut = user.stream("Hi")) {
			start = cut.until("start").get(0);
			assertThat(cut.next().name()).isEqualTo("delta");
		}
		String id = start.json().get("id").stringValue();
		CountDownLatch reading = new CountDownLatch(3);
		List<List<Event>> read = Concurrently.run(4, (i) -> {
			if (i == 3) {
				Concurrently.await(reading);
				this.rest.countDown();
				return List.of();
			}
			try (Events events = user.attach(id)) {
				assertThat(events.next()).isEqualTo(start);
				assertThat(events.next()).isEqualTo(new Event("delta", "{\"text\":\"Hello, \"}"));
				reading.countDown();
				return events.until("");
			}
		});
		assertThat(read.subList(0, 3)).allSatisfy((events) -> {
			assertThat(Events.text(events)).isEqualTo("again.");
			isDone(events, "Hello, again.");
		});
		assertThat(this.ai.asked()).isEqualTo(1);
		assertThat(user.balance()).isEqualTo(3900);
		this.leaks.none();
	}

	@Test
	void anotherInstanceRelaysTheReplyAsAWholeAtItsEnd() {
		Caller user = this.client.newUser();
		try (Events events = user.stream("Hi")) {
			Event start = events.next();
			MockHttpServletResponse response = new MockHttpServletResponse();
			Concurrently.run(2, (i) -> {
				if (i == 0) {
					this.elsewhere.attach(user.id(), id(start), new MockHttpServletRequest(), response);
				}
				else {
					assertThat(Events.text(events.until("delta"))).isEqualTo("Hello, ");
					this.rest.countDown();
				}
				return i;
			});
			List<Event> relayed = Events.of(new String(response.getContentAsByteArray(), StandardCharsets.UTF_8));
			assertThat(relayed).filteredOn((event) -> !event.name().equals("comment"))
				.extracting(Event::name)
				.containsExactly("start", "delta", "done");
			assertThat(relayed.get(0)).isEqualTo(start);
			assertThat(Events.text(relayed)).isEqualTo("Hello, again.");
			isDone(relayed, "Hello, again.");
		}
	}

	@Test
	void answeredChatIsReplayed() {
		this.ai.reset();
		Caller user = this.client.newUser();
		List<Event> sent = Events.of(user.chat("Hi", EVENTS).body());
		Answer replay = user.get("/api/chat/" + id(sent.get(0)), EVENTS);
		assertThat(replay.header("Content-Type")).isEqualToIgnoringCase("text/event-stream;charset=UTF-8");
		assertThat(Events.of(replay.body())).containsExactly(sent.get(0),
				new Event("delta", "{\"text\":\"This is a dummy response.\"}"), sent.get(sent.size() - 1));
		assertThat(user.balance()).isEqualTo(3900);
	}

	@Test
	void refundedChatIsReplayedWithItsProblem() {
		Caller user = this.client.newUser();
		this.ai.script(ScriptedModel::fail);
		isRefunded(user, id(Events.of(user.chat("Fail", EVENTS).body()).get(0)), "ai_failed");
		CountDownLatch never = new CountDownLatch(1);
		this.ai.script((message, handler) -> Concurrently.await(never));
		try (Events events = user.stream("Wait")) {
			UUID id = id(events.next());
			user.post("/api/chat/" + id + "/stop", Map.of());
			isRefunded(user, id, "chat_stopped");
		}
		finally {
			never.countDown();
		}
	}

	@Test
	void chatOfAnotherUserIsNotFound() {
		this.ai.reset();
		String others = this.client.newUser().chat("Secret").text("id");
		Caller user = this.client.newUser();
		user.get("/api/chat/" + others, EVENTS).isProblem(404, "not_found");
		user.get("/api/chat/" + UUID.randomUUID(), EVENTS).isProblem(404, "not_found");
	}

	private static void isRefunded(Caller user, UUID id, String code) {
		List<Event> events = Events.of(user.get("/api/chat/" + id, EVENTS).body());
		assertThat(events).extracting(Event::name).containsExactly("start", "error");
		JsonNode problem = events.get(1).json();
		assertThat(problem.get("code").stringValue()).isEqualTo(code);
		assertThat(problem.get("refunded").booleanValue()).isTrue();
		assertThat(problem.get("remaining_tokens").longValue()).isEqualTo(4000);
		assertThat(problem.get("instance").stringValue()).isEqualTo("/api/chat/" + id);
	}

	private static void isDone(List<Event> events, String response) {
		Event last = events.get(events.size() - 1);
		assertThat(last.name()).isEqualTo("done");
		assertThat(last.json().get("response").stringValue()).isEqualTo(response);
	}

	private static UUID id(Event start) {
		return UUID.fromString(start.json().get("id").stringValue());
	}

}
