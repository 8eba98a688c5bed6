package dev.aichat.chat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.Validated;

import dev.aichat.ai.LanguageModel;
import dev.aichat.web.BoundedText;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

/** Reads chats, for their users and for operators. */
@Service
public class ChatQueries {

	private final ChatRepository chats;

	private final ContextSettings settings;

	ChatQueries(ChatRepository chats, ContextSettings settings) {
		this.chats = chats;
		this.settings = settings;
	}

	/** One page of a user's chats, newest first, of one conversation or all. */
	public Page<ChatItem, UUID> history(long userId, int limit, @Nullable UUID before, @Nullable UUID conversation) {
		UUID first = orLast(before);
		Limit most = Limit.of(limit + 1);
		List<Chat> rows = (conversation != null) ? this.chats.findNewestOf(userId, conversation, first, most)
				: this.chats.findNewest(userId, first, most);
		return Page.of(rows, limit, Chat::id).map(Chat::item);
	}

	ChatItem find(long userId, UUID id) {
		return this.chats.findByIdAndUserIdAndDeletedFalse(id, userId)
			.map(Chat::item)
			.orElseThrow(ProblemException::notFound);
	}

	/**
	 * One page of a user's conversations, most recently begun first.
	 * @param search a part of the title or of a text, in any case; null or blank matches
	 * all
	 */
	Page<Conversation, UUID> conversations(long userId, @Nullable String search, int limit, @Nullable UUID before) {
		String part = (search != null && !BoundedText.BLANK.matcher(search).matches()) ? search.strip() : "";
		if (part.indexOf(0) >= 0) {
			// No text has this character, which PostgreSQL refuses
			return Page.of(List.of(), limit, Conversation::id);
		}
		return Page.of(this.chats.findConversations(userId, part, orLast(before), Limit.of(limit + 1)), limit,
				Conversation::id);
	}

	/**
	 * A message as it is sent to the AI: after the system prompt and the latest answered
	 * exchanges of its conversation that fit, oldest first.
	 * @throws ProblemException {@code conversation_not_found} if the conversation is not
	 * the user's
	 */
	List<LanguageModel.Message> withContext(Message message) {
		Deque<LanguageModel.Message> messages = new ArrayDeque<>();
		messages.add(new LanguageModel.Message("user", message.text()));
		int left = this.settings.contextCharacters();
		for (Exchange exchange : latestAnswered(message.userId(), message.conversationId())) {
			left -= exchange.message().length() + exchange.reply().length();
			if (left < 0) {
				break;
			}
			messages.addFirst(new LanguageModel.Message("assistant", exchange.reply()));
			messages.addFirst(new LanguageModel.Message("user", exchange.message()));
		}
		if (StringUtils.hasText(this.settings.systemPrompt())) {
			messages.addFirst(new LanguageModel.Message("system", this.settings.systemPrompt()));
		}
		return List.copyOf(messages);
	}

	private List<Exchange> latestAnswered(long userId, @Nullable UUID conversation) {
		if (conversation == null) {
			return List.of();
		}
		List<Exchange> latest = (this.settings.contextMessages() > 0)
				? this.chats.findLatestAnswered(userId, conversation, Limit.of(this.settings.contextMessages()))
				: List.of();
		if (latest.isEmpty() && !this.chats.existsByConversationIdAndUserIdAndDeletedFalse(conversation, userId)) {
			throw Conversation.notFound();
		}
		return latest;
	}

	/** One page of all users' chats, newest first. */
	public Page<UserChat, UUID> page(int limit, @Nullable UUID before) {
		return Page.of(this.chats.findNewest(orLast(before), Limit.of(limit + 1)), limit, Chat::id)
			.map((chat) -> new UserChat(chat.userId(), chat.item()));
	}

	/** The numbers of all users' chats by state. */
	public Map<ChatState, Long> count() {
		return Arrays.stream(ChatState.values())
			.collect(Collectors.toMap(Function.identity(), this.chats::countByState));
	}

	/** The number and price of all users' chats of a day, in UTC. */
	public DailyChats on(LocalDate day) {
		return this.chats.count(day, firstOf(day), firstOf(day.plusDays(1)));
	}

	private static UUID orLast(@Nullable UUID before) {
		return (before != null) ? before : ChatIds.LAST;
	}

	private static UUID firstOf(LocalDate day) {
		return ChatIds.firstAt(day.atStartOfDay(ZoneOffset.UTC).toInstant());
	}

	/**
	 * The settings of the context, which is sent to the AI before a message.
	 *
	 * @param systemPrompt the instruction to the model before every conversation
	 * @param contextMessages the most earlier exchanges
	 * @param contextCharacters the most UTF-16 characters of them
	 */
	@ConfigurationProperties("aichat.ai")
	@Validated
	record ContextSettings(@Nullable String systemPrompt, @Min(0) @Max(1000) @DefaultValue("20") int contextMessages,
			@Min(0) @Max(1_000_000) @DefaultValue("32000") int contextCharacters) {
	}

	/** An earlier message of the user, and the AI's reply. */
	record Exchange(String message, String reply) {
	}

	/** A chat as operators see it, with the id of its user. */
	public record UserChat(long userId, ChatItem chat) {
	}

	/**
	 * The chats of one day.
	 *
	 * @param day the day, in UTC
	 * @param chats their number
	 * @param tokens their price, without refunded ones
	 */
	public record DailyChats(LocalDate day, long chats, long tokens) {
	}

}
