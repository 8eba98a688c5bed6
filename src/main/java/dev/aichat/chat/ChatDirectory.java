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
public class ChatDirectory {

	/** The most seconds of looking at all chats of some weeks. */
	private static final int MAX_SECONDS = 5;

	private final ChatRepository chats;

	private final JdbcClient jdbc;

	ChatDirectory(ChatRepository chats, JdbcClient jdbc) {
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
	 * The chats of each day on which there were any, the oldest first.
	 * @param first the first day, in UTC
	 * @return the days
	 */
	public List<DailyChats> daily(LocalDate first) {
		return this.jdbc.sql("""
				SELECT epoch_day, COUNT(*), SUM(cost) FROM (
					SELECT FLOOR(EXTRACT(EPOCH FROM created_at) / 86400) AS epoch_day,
						CASE WHEN state = 'REFUNDED' THEN 0 ELSE price END AS cost
					FROM chats WHERE id >= :first) AS c
				GROUP BY epoch_day ORDER BY epoch_day""")
			.withQueryTimeout(MAX_SECONDS)
			.param("first", ChatIds.firstAt(first.atStartOfDay(ZoneOffset.UTC).toInstant()))
			.query((row, number) -> new DailyChats(LocalDate.ofEpochDay(row.getLong(1)), row.getLong(2),
					row.getLong(3)))
			.list();
	}

}
