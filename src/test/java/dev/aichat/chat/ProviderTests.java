package dev.aichat.chat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Provider;
import dev.aichat.testing.ProviderCall;
import dev.aichat.testing.ProviderTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests to a provider, and the handling of its answers. */
@ProviderTest
class ProviderTests {

	private static final String SYSTEM = "system: Be brief.";

	@Autowired
	Client client;

	@Autowired
	Provider provider;

	@Test
	void requestIsAChatCompletionWithAllSettings() {
		assertThat(this.client.newUser().chat("Hello").text("response")).isEqualTo("Hi.");
		assertThat(lastCall().json()).hasToString("{\"model\":\"test-model\",\"messages\":["
				+ "{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hello\"}],"
				+ "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"temperature\":0.5,\"max_tokens\":500}");
	}

	@Test
	void latestExchangesAreSentOldestFirst() {
		Caller user = this.client.newUser();
		String conversation = user.chat("1").text("id");
		for (int i = 2; i <= 5; i++) {
			Answer answer = user.chatIn(conversation, Integer.toString(i));
			assertThat(answer.text("conversation_id")).isEqualTo(conversation);
		}
		assertThat(lastCall().messages()).containsExactly(SYSTEM, "user: 2", "assistant: Hi.", "user: 3",
				"assistant: Hi.", "user: 4", "assistant: Hi.", "user: 5");
		user.chat("Something else");
		assertThat(lastCall().messages()).containsExactly(SYSTEM, "user: Something else");
	}

	@Test
	void refundedExchangesAreOmitted() {
		Caller user = this.client.newUser();
		this.provider.answer("Fail", (call) -> call.refuse(500, "oops"));
		String conversation = user.chat("Hello").text("id");
		user.chatIn(conversation, "Fail").isProblem(502, "ai_failed");
		user.chatIn(conversation, "Go on");
		assertThat(lastCall().messages()).containsExactly(SYSTEM, "user: Hello", "assistant: Hi.", "user: Go on");
		JsonNode listed = user.get("/api/conversations").json().at("/items/0");
		assertThat(listed.get("messages").intValue()).isEqualTo(2);
	}

	@Test
	void conversationOfAnotherUserIsNotFound() {
		Caller owner = this.client.newUser();
		String conversation = owner.chat("Mine").text("conversation_id");
		Caller other = this.client.newUser();
		for (String id : List.of(conversation, UUID.randomUUID().toString())) {
			other.chatIn(id, "Yours?").isProblem(404, "conversation_not_found");
			assertThat(other.get("/api/chat?conversation_id=" + id).json().get("items")).isEmpty();
		}
		assertThat(other.get("/api/conversations").json().get("items")).isEmpty();
		assertThat(other.balance()).isEqualTo(4000);
		assertThat(this.provider.calls()).hasSize(1);
	}

	@Test
	void conversationsAreListedNewestFirstInPages() {
		Caller user = this.client.newUser();
		String first = user.chat("\ud83d\ude00".repeat(100)).text("id");
		String second = user.chat("Second").text("id");
		Answer third = user.chat("Third");
		Answer goneOn = user.chatIn(first, "First again");

		JsonNode page = user.get("/api/conversations?limit=2").json();
		assertThat(page.get("items").valueStream().map((item) -> item.get("id").stringValue()))
			.containsExactly(third.text("id"), second);
		assertThat(page.at("/items/0/started_at")).isEqualTo(third.json().get("timestamp"));
		assertThat(page.at("/items/0/last_at")).isEqualTo(third.json().get("timestamp"));
		assertThat(page.get("next").stringValue()).isEqualTo(second);

		JsonNode last = user.get("/api/conversations?limit=2&before=" + second).json();
		assertThat(last.get("items")).hasSize(1);
		assertThat(last.get("next").isNull()).isTrue();
		JsonNode item = last.at("/items/0");
		assertThat(item.propertyNames()).containsExactly("id", "title", "started_at", "last_at", "messages");
		assertThat(item.get("id").stringValue()).isEqualTo(first);
		assertThat(item.get("title").stringValue()).isEqualTo("\ud83d\ude00".repeat(80));
		assertThat(item.get("last_at")).isEqualTo(goneOn.json().get("timestamp"));
		assertThat(item.get("messages").intValue()).isEqualTo(2);
	}

	@Test
	void historyOfOneConversationIsPagedToo() {
		Caller user = this.client.newUser();
		String conversation = user.chat("1").text("id");
		user.chat("Not this");
		user.chatIn(conversation, "2");
		user.chatIn(conversation, "3");
		JsonNode page = user.get("/api/chat?limit=2&conversation_id=" + conversation).json();
		assertThat(messages(page)).containsExactly("3", "2");
		JsonNode last = user
			.get("/api/chat?limit=2&conversation_id=" + conversation + "&before=" + page.get("next").stringValue())
			.json();
		assertThat(messages(last)).containsExactly("1");
		assertThat(last.get("next").isNull()).isTrue();
		user.get("/api/chat?conversation_id=nonsense").isProblem(400, "validation_failed");
	}

	@Test
	void reportedUsageIsStored() {
		this.provider.answer("Count", (call) -> {
			call.begin();
			call.delta("Hi.");
			call.data("{\"choices\": [], \"usage\": {\"prompt_tokens\": 12, \"completion_tokens\": 6, "
					+ "\"total_tokens\": 18}}");
			call.finish();
		});
		Caller user = this.client.newUser();
		Answer counted = user.get("/api/chat/" + user.chat("Count").text("id"));
		assertThat(counted.number("prompt_tokens")).isEqualTo(12);
		assertThat(counted.number("completion_tokens")).isEqualTo(6);
		Answer uncounted = user.get("/api/chat/" + user.chat("Do not count").text("id"));
		assertThat(uncounted.json().get("prompt_tokens").isNull()).isTrue();
		assertThat(uncounted.json().get("completion_tokens").isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 503 })
	void busyProviderIsAskedAgainAfterItsRetryAfter(int status) {
		AtomicInteger calls = new AtomicInteger();
		this.provider.answer("Again", (call) -> {
			if (calls.incrementAndGet() == 1) {
				call.refuse(status, "in a second", "Retry-After: 1");
			}
			else {
				call.say("Here you are.");
			}
		});
		Caller user = this.client.newUser();
		long start = System.nanoTime();
		assertThat(user.chat("Again").text("response")).isEqualTo("Here you are.");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
		assertThat(calls).hasValue(2);
		assertThat(user.balance()).isEqualTo(3900);
	}

	private ProviderCall lastCall() {
		List<ProviderCall> calls = this.provider.calls();
		return calls.get(calls.size() - 1);
	}

	private static List<String> messages(JsonNode page) {
		return page.get("items").valueStream().map((item) -> item.get("message").stringValue()).toList();
	}

}
