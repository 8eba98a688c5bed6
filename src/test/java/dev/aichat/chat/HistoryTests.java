package dev.aichat.chat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Users read their own chats, newest first. */
class HistoryTests extends ServiceTests {

	@Test
	void historyComesInPagesNewestFirst() {
		Caller user = this.client.newUser();
		List<String> sent = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			sent.add(0, user.chat("Message " + i).text("id"));
			this.client.newUser().chat("Somebody else's");
		}
		assertThat(user.all("/api/chat", 3)).extracting((chat) -> chat.get("id").stringValue()).isEqualTo(sent);
	}

	@Test
	void pageHoldsTwentyByDefault() {
		Caller user = this.client.newUser();
		for (int i = 0; i < 21; i++) {
			user.chat("Message " + i);
		}
		JsonNode page = user.get("/api/chat").json();
		assertThat(page.get("items")).hasSize(20);
		assertThat(page.get("next")).isEqualTo(page.at("/items/19/id"));
		assertThat(user.get("/api/chat?limit=21").json().get("next").isNull()).isTrue();
	}

	@Test
	void historyOfNewUserIsEmpty() {
		Answer answer = this.client.newUser().get("/api/chat");
		assertThat(answer.body()).isEqualTo("{\"items\":[],\"next\":null}");
	}

	@Test
	void readChatEqualsItsAnswer() {
		Caller user = this.client.newUser();
		Answer sent = user.chat("Hello");
		Answer read = user.get("/api/chat/" + sent.text("id"));
		assertThat(read.status()).isEqualTo(200);
		for (String field : List.of("id", "conversation_id", "message", "response", "finish_reason", "timestamp")) {
			assertThat(read.text(field)).isEqualTo(sent.text(field));
		}
		assertThat(read.text("state")).isEqualTo("ANSWERED");
		assertThat(read.number("tokens_deducted")).isEqualTo(100);
		assertThat(read.json()).isEqualTo(user.get("/api/chat").json().at("/items/0"));
	}

	@Test
	void pageBeforeAnotherUsersChatHoldsOwnChats() {
		Caller user = this.client.newUser();
		String own = user.chat("Mine").text("id");
		String others = this.client.newUser().chat("Secret").text("id");
		JsonNode page = user.get("/api/chat?before=" + others).json();
		assertThat(page.get("items")).hasSize(1);
		assertThat(page.at("/items/0/id").stringValue()).isEqualTo(own);
	}

}
