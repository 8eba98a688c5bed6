package dev.aichat.chat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users stop replies on the instance that asks the AI, or on another one: a second
 * service on the same database that has none of these chats in flight.
 */
class StopTests extends ServiceTests {

	private static final String TEXT = "Half of ";

	@Autowired
	Leaks leaks;

	StartedChatService elsewhere;

	@Autowired
	void startAnotherInstance(Billing billing, AiService ai, ChatRepository chats, ChatQueries queries,
			WalletService wallet) {
		this.elsewhere = new StartedChatService(billing, chats, queries, wallet, new ChatsInFlight(chats));
	}

	@BeforeEach
	void sayTextToBeginAndNothingMore() {
		this.ai.script((message, handler) -> {
			if (message.equals("Begin")) {
				handler.onPartialResponse(TEXT);
			}
			awaitHangUpFor(10_000);
		});
	}

	@ParameterizedTest
	@CsvSource({ "application/json, false", "application/json, true", "text/event-stream, false",
			"text/event-stream, true" })
	void replyStoppedBeforeItsFirstTextIsRefunded(String accept, boolean elsewhere) {
		Caller user = this.client.newUser();
		List<Answer> answers = chatAndStop(user, "Wait", accept, elsewhere);
		JsonNode problem = accept.equals("application/json") ? answers.get(0).isProblem(409, "chat_stopped").json()
				: last(answers.get(0), "error");
		assertThat(problem.get("code").stringValue()).isEqualTo("chat_stopped");
		assertThat(problem.get("refunded").booleanValue()).isTrue();
		assertThat(problem.get("remaining_tokens").longValue()).isEqualTo(4000).isEqualTo(user.balance());
		assertThat(answers.get(1).text("state")).isEqualTo("REFUNDED");
		assertThat(answers.get(1).number("tokens_deducted")).isZero();
		assertThat(answers.get(1).json().get("finish_reason").isNull()).isTrue();
		this.ai.reset();
		assertThat(user.chat("Wait", "Idempotency-Key", "k").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "application/json, false", "application/json, true", "text/event-stream, false",
			"text/event-stream, true" })
	void replyStoppedAfterItsFirstTextIsKeptAndCharged(String accept, boolean elsewhere) {
		Caller user = this.client.newUser();
		List<Answer> answers = chatAndStop(user, "Begin", accept, elsewhere);
		JsonNode reply = accept.equals("application/json") ? answers.get(0).json() : last(answers.get(0), "done");
		assertThat(reply.get("response").stringValue()).isEqualTo(TEXT);
		assertThat(reply.get("finish_reason").stringValue()).isEqualTo("stopped");
		assertThat(reply.get("remaining_tokens").longValue()).isEqualTo(3900).isEqualTo(user.balance());
		assertThat(answers.get(1).text("state")).isEqualTo("ANSWERED");
		assertThat(answers.get(1).text("response")).isEqualTo(TEXT);
		assertThat(answers.get(1).text("finish_reason")).isEqualTo("stopped");
		assertThat(user.chat("Begin", "Idempotency-Key", "k").json()).isEqualTo(reply);
	}

	@Test
	void endedChatStaysAsItIs() {
		Caller user = this.client.newUser();
		this.ai.reset();
		String answered = user.chat("Hello").text("id");
		this.ai.script(ScriptedModel::fail);
		user.chat("Fail");
		String refunded = user.get("/api/chat?limit=1").json().at("/items/0/id").stringValue();
		for (String id : List.of(answered, refunded)) {
			Answer stopped = stop(user, id);
			assertThat(stopped.status()).isEqualTo(200);
			assertThat(stopped.body()).isEqualTo(stop(user, id).body()).isEqualTo(user.get("/api/chat/" + id).body());
		}
	}

	@Test
	void chatOfAnotherUserIsNotFoundAndGoesOn() {
		Caller owner = this.client.newUser();
		Caller other = this.client.newUser();
		try (Events events = owner.stream("Begin")) {
			String id = events.next().json().get("id").stringValue();
			events.until("delta");
			Answer foreign = stop(other, id).isProblem(404, "not_found");
			assertThat(foreign.text("detail")).isEqualTo(stop(other, UUID.randomUUID().toString()).text("detail"));
			stop(other, "no-id").isProblem(404, "not_found");
			assertThat(owner.get("/api/chat/" + id).text("state")).isEqualTo("PENDING");
			assertThat(stop(owner, id).text("finish_reason")).isEqualTo("stopped");
		}
	}

	/** Half of them on another instance. */
	@Test
	void streamsStoppedAtAnyMomentAreAnsweredOrRefundedAndReleased() {
		List<Caller> users = Stream.generate(this.client::newUser).limit(20).toList();
		this.ai.script((message, handler) -> {
			boolean hungUp = awaitHangUpFor(ThreadLocalRandom.current().nextInt(200));
			while (!hungUp) {
				handler.onPartialResponse(TEXT);
				hungUp = awaitHangUpFor(50);
			}
		});
		List<String> ends = Concurrently.run(200, (i) -> {
			Caller user = users.get(i % 20);
			try (Events events = user.stream("Go on")) {
				String id = events.next().json().get("id").stringValue();
				awaitHangUpFor(ThreadLocalRandom.current().nextInt(400));
				ChatState state = (i % 2 == 0) ? ChatState.valueOf(stop(user, id).text("state"))
						: this.elsewhere.stop(user.id(), UUID.fromString(id)).state();
				List<Event> rest = events.until("");
				Event last = rest.get(rest.size() - 1);
				boolean answered = last.name().equals("done");
				ChatState end = answered ? ChatState.ANSWERED : ChatState.REFUNDED;
				assertThat(user.get("/api/chat/" + id).text("state")).isEqualTo(end.name());
				assertThat(state).isIn(end, ChatState.PENDING);
				return last.json().get(answered ? "finish_reason" : "code").stringValue();
			}
		});
		assertThat(ends).contains("stopped", "chat_stopped");
		long charged = ends.stream().filter((end) -> List.of("stopped", "length").contains(end)).count();
		assertThat(users.stream().mapToLong(Caller::balance).sum()).isEqualTo(20 * 4000 - 100 * charged);
		this.leaks.none();
	}

	/** The answers to the chat, and to the request that stops it. */
	private List<Answer> chatAndStop(Caller user, String message, String accept, boolean elsewhere) {
		return Concurrently.run(2, (i) -> {
			if (i == 0) {
				return user.chat(message, "Accept", accept, "Idempotency-Key", "k");
			}
			String path = "/api/chat?limit=1";
			Awaitility.await()
				.until(() -> this.ai.asked() == 1
						&& user.get(path).json().at("/items/0/state").asString().equals("PENDING"));
			String id = user.get(path).json().at("/items/0/id").stringValue();
			if (message.equals("Begin")) {
				try (Events events = user.attach(id)) {
					assertThat(Events.text(events.until("delta"))).isEqualTo(TEXT);
				}
			}
			if (!elsewhere) {
				return stop(user, id);
			}
			this.elsewhere.stop(user.id(), UUID.fromString(id));
			return user.get("/api/chat/" + id);
		});
	}

	private static Answer stop(Caller user, String id) {
		return user.post("/api/chat/" + id + "/stop", Map.of());
	}

	private static JsonNode last(Answer answer, String name) {
		List<Event> events = Events.of(answer.body());
		assertThat(events.get(events.size() - 1).name()).isEqualTo(name);
		return events.get(events.size() - 1).json();
	}

	private static boolean awaitHangUpFor(int milliseconds) {
		try {
			return new CountDownLatch(1).await(milliseconds, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

}
