package dev.aichat.chat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;

import dev.aichat.web.Page;

/** Shows all users' chats to operators. */
@Service
public class ChatQueries {

	private final ChatRepository chats;

	ChatQueries(ChatRepository chats) {
		this.chats = chats;
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
		return this.chats.count(day, firstOf(day), firstOf(day.plusDays(1)));
	}

	private static UUID firstOf(LocalDate day) {
		return ChatIds.firstAt(day.atStartOfDay(ZoneOffset.UTC).toInstant());
	}

}
