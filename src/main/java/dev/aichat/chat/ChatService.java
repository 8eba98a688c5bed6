package dev.aichat.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.ai.AiCall;
import dev.aichat.ai.AiException;
import dev.aichat.ai.AiService;
import dev.aichat.ai.Completion;
import dev.aichat.ai.LanguageModel;
import dev.aichat.chat.Billing.Reservation;
import dev.aichat.ratelimit.RateLimitDecision;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ProblemException;

/**
 * Answers messages in two steps: {@link #begin} reserves, {@link #finish} asks the AI and
 * settles or releases. Neither opens a transaction around the AI.
 */
@Service
class ChatService {

	private final Billing billing;

	private final AiService ai;

	private final ChatRepository chats;

	private final ChatQueries queries;

	private final WalletService wallet;

	private final ChatMeters meters;

	private final ChatsInFlight inFlight;

	ChatService(Billing billing, AiService ai, ChatRepository chats, ChatQueries queries, WalletService wallet,
			ChatMeters meters, ChatsInFlight inFlight) {
		this.billing = billing;
		this.ai = ai;
		this.chats = chats;
		this.queries = queries;
		this.wallet = wallet;
		this.meters = meters;
		this.inFlight = inFlight;
	}

	/**
	 * Checks a message, obtains a permit for the AI and charges the price; or replays an
	 * earlier request with the same idempotency key, which does not count against the
	 * rate limit.
	 * @return the started chat, to be finished by the caller
	 * @throws ProblemException {@code insufficient_tokens}, {@code ai_unavailable},
	 * {@code conversation_not_found}, {@code idempotency_key_reused},
	 * {@code request_in_progress}, {@code rate_limited}
	 */
	StartedChat begin(Message message, RateLimitDecision decision) {
		try {
			return IdempotencyKey.once(message.key(), () -> start(message, decision),
					(key) -> replay(message, key, decision));
		}
		catch (RuntimeException | Error ex) {
			this.meters.refused(ex);
			throw ex;
		}
	}

	private StartedChat start(Message message, RateLimitDecision decision) {
		if (!decision.granted()) {
			throw decision.rejection();
		}
		List<LanguageModel.Message> conversation = this.queries.withContext(message);
		AiCall call = admit(message.userId());
		try {
			StartedChat chat = new StartedChat(this.billing.reserve(message), message.text(), conversation, call);
			this.inFlight.add(chat);
			return chat;
		}
		catch (RuntimeException | Error ex) {
			call.close();
			throw ex;
		}
	}

	private AiCall admit(long userId) {
		try {
			return this.ai.admit();
		}
		catch (AiException ex) {
			throw uncharged(ex, this.wallet.balance(userId));
		}
	}

	private Optional<StartedChat> replay(Message message, IdempotencyKey key, RateLimitDecision decision) {
		return this.chats.findByUserIdAndIdempotencyKey(message.userId(), key.value()).map((chat) -> {
			decision.release();
			if (chat.isDeleted()) {
				throw IdempotencyKey.deleted();
			}
			if (!chat.wasBegunBy(message)) {
				throw IdempotencyKey.reused();
			}
			if (chat.item().state() != ChatState.ANSWERED) {
				throw IdempotencyKey.inProgress();
			}
			this.meters.replayed();
			return stored(chat);
		});
	}

	private StartedChat stored(Chat chat) {
		return chat.stored(this.wallet.balanceAfterCharge(chat.id()));
	}

	/**
	 * Asks the AI and settles the chat, or releases it if the AI fails. Call it once,
	 * outside of transactions.
	 * @throws AiException if the AI failed or timed out, or the user stopped it before
	 * the first text; the price is refunded
	 */
	ChatReply finish(StartedChat chat) {
		if (chat.replayed()) {
			return chat.outcome().join();
		}
		try (AiCall call = Objects.requireNonNull(chat.call())) {
			Completion completion = askAndSettle(chat, call);
			ChatReply reply = chat.replyWith(completion.text(), completion.finishReason());
			chat.outcome().complete(reply);
			return reply;
		}
		catch (RuntimeException | Error ex) {
			if (ex instanceof DataAccessException || ex instanceof TransactionException) {
				this.meters.lost();
			}
			chat.outcome().completeExceptionally(ex);
			throw ex;
		}
		finally {
			this.inFlight.remove(chat);
		}
	}

	private Completion askAndSettle(StartedChat chat, AiCall call) {
		Reservation reservation = chat.reservation();
		Completion completion;
		try {
			completion = this.ai.ask(call, chat.conversation());
		}
		catch (AiException ex) {
			throw uncharged(ex, release(reservation, ex));
		}
		catch (RuntimeException | Error ex) {
			release(reservation, ex);
			throw ex;
		}
		if (!settle(reservation, completion)) {
			AiException late = AiException.timeout();
			throw uncharged(late, release(reservation, late));
		}
		this.meters.answered();
		return completion;
	}

	/**
	 * Settles, and reads the chat again if a failed database left the outcome unknown.
	 */
	private boolean settle(Reservation reservation, Completion completion) {
		try {
			return this.billing.settle(reservation.chatId(), completion);
		}
		catch (DataAccessException ex) {
			return this.chats.existsByIdAndState(reservation.chatId(), ChatState.ANSWERED)
					|| this.billing.settle(reservation.chatId(), completion);
		}
	}

	/**
	 * Releases, unless the sweeper did. If the database fails twice, the sweeper will.
	 */
	private long release(Reservation reservation, Throwable cause) {
		Optional<Long> balance;
		try {
			balance = this.billing.release(reservation);
		}
		catch (DataAccessException | TransactionException ex) {
			balance = this.billing.release(reservation);
		}
		balance.ifPresent((refunded) -> this.meters.refunded(cause));
		return balance.orElseGet(() -> this.wallet.balance(reservation.userId()));
	}

	static ProblemException uncharged(AiException failure, long balance) {
		return failure.with("refunded", true).with("remaining_tokens", balance);
	}

	/**
	 * Changes the title of a conversation.
	 * @throws ProblemException {@code conversation_not_found} if it is not the user's
	 */
	@Transactional
	Conversation rename(long userId, UUID conversation, String title) {
		this.chats.rename(userId, conversation, title);
		return this.chats.findConversation(userId, conversation).orElseThrow(Conversation::notFound);
	}

}
