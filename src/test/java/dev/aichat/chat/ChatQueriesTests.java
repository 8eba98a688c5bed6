package dev.aichat.chat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.chat.ChatQueries.DailyChats;
import dev.aichat.chat.ChatQueries.UserChat;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;
import dev.aichat.web.Page;

import static org.assertj.core.api.Assertions.assertThat;

/** Operators read all users' chats, in pages and by day. */
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
		@Nullable Object answered = state.equals("ANSWERED") ? moment.atOffset(ZoneOffset.UTC) : null;
		this.books.sql()
			.sql("""
					INSERT INTO chats (id, user_id, conversation_id, message, response, state, price, created_at,
						expires_at, answered_at, finish_reason)
					VALUES (:id, :user, :id, 'm', :response, :state, :price, :at, :at, :answered, :reason)""")
			.param("id", id)
			.param("user", userId)
			.param("response", (answered != null) ? "r" : null)
			.param("state", state)
			.param("price", price)
			.param("at", moment.atOffset(ZoneOffset.UTC))
			.param("answered", answered)
			.param("reason", (answered != null) ? "STOP" : null)
			.update();
	}

}
