package dev.aichat.chat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.chat.ChatQueries.DailyChats;
import dev.aichat.chat.ChatQueries.UserChat;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;
import dev.aichat.web.Page;

import static org.assertj.core.api.Assertions.assertThat;

/** Users read their own chats, and operators all, in pages and by day. */
class ChatQueriesTests extends ServiceTests {

	/** Before every real chat. */
	private static final LocalDate LONG_AGO = LocalDate.of(2001, 2, 3);

	@Autowired
	ChatQueries queries;

	private final List<UUID> planted = new ArrayList<>();

	@AfterEach
	void tidyUp() {
		this.planted.forEach((id) -> this.books.change("DELETE FROM chats WHERE id = ?", id));
	}

	@Test
	void ownHistoryComesInPagesNewestFirst() {
		Caller user = this.client.newUser();
		List<String> sent = new ArrayList<>();
		String others = "";
		for (int i = 0; i < 7; i++) {
			sent.add(0, user.chat("Message " + i).text("id"));
			others = this.client.newUser().chat("Somebody else's").text("id");
		}
		assertThat(user.all("/api/chat", 3)).extracting((chat) -> chat.get("id").stringValue()).isEqualTo(sent);
		assertThat(user.get("/api/chat?before=" + others).json().get("items")).hasSize(7);
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
		assertThat(this.client.newUser().get("/api/chat").body()).isEqualTo("{\"items\":[],\"next\":null}");
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
	void chatsOfAllUsersComeInPagesNewestFirst() {
		Caller ada = this.client.newUser();
		Caller bob = this.client.newUser();
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			expected.add(0, ((i % 2 == 0) ? ada : bob).chat("Number %d".formatted(i)).text("id"));
		}
		List<String> seen = new ArrayList<>();
		UUID before = null;
		while (seen.size() < 4) {
			Page<UserChat, UUID> page = this.queries.page(2, before);
			assertThat(page.items()).hasSize(2);
			assertThat(page.items()).extracting(UserChat::userId).containsExactly(bob.id(), ada.id());
			page.items().forEach((item) -> seen.add(item.chat().id().toString()));
			before = page.next();
		}
		assertThat(seen).isEqualTo(expected);
	}

	@Test
	void daysBeginAtMidnightInUtc() {
		long userId = this.client.newUser().id();
		plant(userId, LONG_AGO.minusDays(1), "23:59:59.999", "ANSWERED", 100);
		plant(userId, LONG_AGO, "00:00:00", "ANSWERED", 100);
		plant(userId, LONG_AGO, "23:59:59.999999", "ANSWERED", 50);
		plant(userId, LONG_AGO.plusDays(2), "00:00:00", "REFUNDED", 100);
		assertThat(this.queries.on(LONG_AGO.minusDays(1))).isEqualTo(new DailyChats(LONG_AGO.minusDays(1), 1, 100));
		assertThat(this.queries.on(LONG_AGO)).isEqualTo(new DailyChats(LONG_AGO, 2, 150));
		assertThat(this.queries.on(LONG_AGO.plusDays(1))).isEqualTo(new DailyChats(LONG_AGO.plusDays(1), 0, 0));
		assertThat(this.queries.on(LONG_AGO.plusDays(2))).isEqualTo(new DailyChats(LONG_AGO.plusDays(2), 1, 0));
	}

	private void plant(long userId, LocalDate day, String time, String state, long price) {
		Instant moment = Instant.parse(day + "T" + time + "Z");
		UUID id = new UUID((moment.toEpochMilli() << 16) | 0x7000, Long.MIN_VALUE | this.planted.size());
		this.planted.add(id);
		boolean answered = state.equals("ANSWERED");
		this.books.change("""
				INSERT INTO chats (id, user_id, conversation_id, message, response, state, price, created_at,
					expires_at, answered_at, finish_reason)
				VALUES (?, ?, ?, 'm', ?, ?, ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, ?, ?)""", id, userId, id,
				answered ? "r" : null, state, price, answered ? moment.atOffset(ZoneOffset.UTC) : null,
				answered ? "STOP" : null);
	}

}
