package dev.aichat.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.ai.AiException;
import dev.aichat.ai.AiPermit;
import dev.aichat.ai.AiService;
import dev.aichat.ai.Completion;
import dev.aichat.ai.Prompt;
import dev.aichat.ai.Prompt.Exchange;
import dev.aichat.ai.Reply;
import dev.aichat.chat.StartedChat.Start;
import dev.aichat.ratelimit.RateLimitDecision;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

/**
 * Carries a message from the user to the AI and back: reserve, ask, settle or release. It
 * opens no transaction itself, so none is held while the AI thinks.
 */
@Service
public class ChatService {

	private static final Logger log = LoggerFactory.getLogger(ChatService.class);

	private final Billing billing;

	private final AiService ai;

	private final ChatRepository chats;

	private final WalletService wallet;

	private final ChatMeters meters;

	ChatService(Billing billing, AiService ai, ChatRepository chats, WalletService wallet, ChatMeters meters) {
		this.billing = billing;
		this.ai = ai;
		this.chats = chats;
		this.wallet = wallet;
		this.meters = meters;
	}

	/**
	 * Takes a message on: after this it is paid for, or was answered before.
	 * @param message the message, whose shape was checked
	 * @param turn the user's turn to chat; a message that was sent before needs none
	 * @return the reply to come
	 * @throws dev.aichat.wallet.InsufficientTokensException if the price cannot be paid
	 * @throws AiException {@code ai_unavailable} if the AI cannot be asked; nothing is
	 * charged
	 * @throws ProblemException {@code not_found} if the conversation is not the user's;
	 * {@code idempotency_key_reused} or {@code request_in_progress}; {@code rate_limited}
	 */
	StartedChat begin(Message message, RateLimitDecision turn) {
		try {
			return take(message, turn);
		}
		catch (RuntimeException | Error ex) {
			this.meters.refused(ex);
			throw ex;
		}
	}

	private StartedChat take(Message message, RateLimitDecision turn) {
		if (!turn.granted()) {
			return replay(message, turn).orElseThrow(turn::rejection);
		}
		Prompt prompt = new Prompt(context(message), message.text());
		AiPermit admission;
		try {
			admission = this.ai.admit();
		}
		catch (AiException ex) {
			return replay(message, turn).orElseThrow(() -> unpaid(ex, this.wallet.balance(message.userId())));
		}
		try {
			Optional<StartedChat> begun = this.billing.reserve(message)
				.map((reservation) -> ongoing(admission, prompt, reservation));
			if (begun.isPresent()) {
				return begun.get();
			}
		}
		catch (RuntimeException | Error ex) {
			admission.close();
			throw ex;
		}
		admission.close();
		// The key was used before; if not even that, its chat has been refunded this
		// moment
		return replay(message, turn).orElseThrow(ChatService::inProgress);
	}

	/**
	 * One page of a user's chats, newest first.
	 * @param userId the user
	 * @param limit the most chats
	 * @param before only chats older than this one, or null
	 * @param conversation only chats of this conversation, or null
	 * @return the page
	 */
	public Page<ChatItem, UUID> history(long userId, int limit, @Nullable UUID before, @Nullable UUID conversation) {
		UUID first = (before != null) ? before : ChatIds.LAST;
		Limit most = Limit.of(limit + 1);
		List<Chat> rows = (conversation != null) ? this.chats.findNewestOf(userId, conversation, first, most)
				: this.chats.findNewest(userId, first, most);
		return Page.of(rows, limit, Chat::id).map(ChatItem::of);
	}

	/**
	 * One page of a user's conversations, those begun last first.
	 * @param userId the user
	 * @param limit the most conversations
	 * @param before only conversations begun before this one, or null
	 * @return the page
	 */
	Page<Conversation, UUID> conversations(long userId, int limit, @Nullable UUID before) {
		return Page.of(
				this.chats.findConversations(userId, (before != null) ? before : ChatIds.LAST, Limit.of(limit + 1)),
				limit, Conversation::id);
	}

	/**
	 * One chat of a user.
	 * @param userId the user
	 * @param id the chat
	 * @return the chat
	 * @throws ProblemException {@code not_found} if it is another's, or none
	 */
	ChatItem find(long userId, UUID id) {
		return this.chats.findByIdAndUserId(id, userId).map(ChatItem::of).orElseThrow(ProblemException::notFound);
	}

	/**
	 * Removes all that a user and the AI said, in the caller's transaction. Chats stay as
	 * what was paid for; what is not answered yet never will be, and is given back.
	 * @param userId a user who is disabled, so that no chat begins meanwhile; not locked
	 * yet by the caller, because chats are locked before users
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void erase(long userId) {
		this.billing.erase(userId);
	}

	/**
	 * How many chats there are, by how far they have come.
	 * @return their numbers by state
	 */
	public Map<ChatState, Long> count() {
		return Arrays.stream(ChatState.values())
			.collect(Collectors.toMap(Function.identity(), this.chats::countByState));
	}

	private Optional<StartedChat> replay(Message message, RateLimitDecision turn) {
		IdempotencyKey key = message.key();
		if (key == null) {
			return Optional.empty();
		}
		return this.chats.findByUserIdAndIdempotencyKey(message.userId(), key.value()).map((chat) -> {
			turn.release();
			if (!chat.wasMadeBy(message)) {
				throw IdempotencyKey.reused();
			}
			if (chat.state() != ChatState.ANSWERED) {
				throw inProgress();
			}
			StartedChat replay = StartedChat.replay(ChatReply.of(chat, this.wallet.balanceAfterCharge(chat.id())));
			this.meters.replayed();
			return replay;
		});
	}

	/** The conversation's latest answered exchanges, oldest first. */
	private List<Exchange> context(Message message) {
		UUID conversation = message.conversationId();
		if (conversation == null) {
			return List.of();
		}
		int most = this.ai.contextMessages();
		List<Exchange> latest = (most > 0)
				? this.chats.findLatestAnswered(message.userId(), conversation, Limit.of(most)) : List.of();
		if (latest.isEmpty() && !this.chats.existsByConversationIdAndUserId(conversation, message.userId())) {
			throw ProblemException.notFound();
		}
		List<Exchange> oldestFirst = new ArrayList<>(latest);
		Collections.reverse(oldestFirst);
		return oldestFirst;
	}

	private StartedChat ongoing(AiPermit admission, Prompt prompt, Reservation reservation) {
		Reply reply = new Reply();
		return new StartedChat(Start.of(reservation), reply, () -> {
			try (admission) {
				return finish(admission, prompt, reservation, reply);
			}
		}, false);
	}

	private ChatReply finish(AiPermit admission, Prompt prompt, Reservation reservation, Reply reply) {
		Completion completion;
		try {
			completion = this.ai.ask(admission, prompt, reply);
		}
		catch (AiException ex) {
			throw unpaid(ex, release(reservation, ex));
		}
		catch (RuntimeException | Error ex) {
			release(reservation, ex);
			throw ex;
		}
		if (!settle(reservation, completion)) {
			AiException late = AiException.timeout();
			throw unpaid(late, release(reservation, late));
		}
		this.meters.answered();
		return ChatReply.of(reservation, prompt.message(), completion.text());
	}

	/**
	 * Settles. When the database does not tell whether it did, the chat is read again
	 * instead of guessing.
	 */
	private boolean settle(Reservation reservation, Completion completion) {
		try {
			return this.billing.settle(reservation.chatId(), completion);
		}
		catch (DataAccessException ex) {
			log.warn("Chat {}: settling failed, looking again", reservation.chatId(), ex);
			return this.chats.findById(reservation.chatId())
				.filter((chat) -> chat.state() == ChatState.ANSWERED)
				.isPresent() || this.billing.settle(reservation.chatId(), completion);
		}
	}

	/**
	 * Tells of a failure that costs nothing: the tokens are back, or were never taken.
	 */
	private static ProblemException unpaid(AiException failure, long balance) {
		return failure.with("refunded", true).with("remaining_tokens", balance);
	}

	/**
	 * Gives the tokens back, if nobody has. If the database cannot do it now, the sweeper
	 * will.
	 */
	private long release(Reservation reservation, Throwable cause) {
		Optional<Long> balance;
		try {
			balance = this.billing.release(reservation);
		}
		catch (DataAccessException | TransactionException ex) {
			log.warn("Chat {}: releasing failed, trying again", reservation.chatId(), ex);
			balance = this.billing.release(reservation);
		}
		balance.ifPresent((back) -> this.meters.refunded(cause));
		return balance.orElseGet(() -> this.wallet.balance(reservation.userId()));
	}

	private static ProblemException inProgress() {
		return new ProblemException(HttpStatus.CONFLICT, "request_in_progress",
				"The same request is still being answered.")
			.header("Retry-After", "1");
	}

}
