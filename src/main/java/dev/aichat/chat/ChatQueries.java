package dev.aichat.chat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

import dev.aichat.web.Page;

/** Shows all users' chats to operators. */
@Service
public class ChatQueries {

	/** The most seconds of looking at all chats of a day. */
	private static final int MAX_SECONDS = 5;

	private final ChatRepository chats;

	private final JdbcClient jdbc;

	ChatQueries(ChatRepository chats, JdbcClient jdbc) {
		this.chats = chats;
		this.jdbc = jdbc;
	}

	/**
	 * One page of all chats, newest first.
	 * @param limit the most chats
	 * @param before only chats older than this one, or null
	 * @return the page
	 */
	public Page<UserChat, UUID> page(int limit, @Nullable UUID before) {
		List<Chat> rows = this.chats.findNewest((before != null) ? before : ChatIds.LAST, Limit.of(limit + 1));
		return Page.of(rows, limit, Chat::id).map((chat) -> new UserChat(chat.userId(), ChatItem.of(chat)));
	}

	/**
	 * The chats of a day.
	 * @param day the day, in UTC
	 * @return how many, and what they cost
	 */
	public DailyChats on(LocalDate day) {
		return this.jdbc.sql("""
				SELECT COUNT(*), COALESCE(SUM(CASE WHEN state = 'REFUNDED' THEN 0 ELSE price END), 0) FROM chats
				WHERE id >= :first AND id < :next""")
			.withQueryTimeout(MAX_SECONDS)
			.param("first", firstOf(day))
			.param("next", firstOf(day.plusDays(1)))
			.query((row, number) -> new DailyChats(day, row.getLong(1), row.getLong(2)))
			.single();
	}

	private static UUID firstOf(LocalDate day) {
		return ChatIds.firstAt(day.atStartOfDay(ZoneOffset.UTC).toInstant());
	}

}
