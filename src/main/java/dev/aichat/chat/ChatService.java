package dev.aichat.chat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

import dev.aichat.ai.AiException;
import dev.aichat.ai.AiService;
import dev.aichat.wallet.IdempotencyKey;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

/**
 * Carries a message from the user to the AI and back: reserve, ask, settle or release. It
 * opens no transaction itself, so none is held while the AI thinks.
 */
@Service
class ChatService {

	private static final Logger log = LoggerFactory.getLogger(ChatService.class);

	private final Billing billing;

	private final AiService ai;

	private final ChatRepository chats;

	private final WalletService wallet;

	ChatService(Billing billing, AiService ai, ChatRepository chats, WalletService wallet) {
		this.billing = billing;
		this.ai = ai;
		this.chats = chats;
		this.wallet = wallet;
	}

	/**
	 * Sends a message and waits for the reply, which is stored and paid for on return.
	 * @param message the message, whose shape was checked
	 * @return the reply
	 * @throws dev.aichat.wallet.InsufficientTokensException if the price cannot be paid
	 * @throws AiException if the AI gave no reply; then the tokens are back
	 * @throws ProblemException {@code not_found} if the conversation is not the user's;
	 * {@code idempotency_key_reused} or {@code request_in_progress}
	 */
	Sent send(Message message) {
		Optional<Sent> earlier = replay(message);
		if (earlier.isPresent()) {
			return earlier.get();
		}
		if (message.conversationId() != null
				&& !this.chats.existsByConversationIdAndUserId(message.conversationId(), message.userId())) {
			throw ProblemException.notFound();
		}
		Optional<Reservation> reservation = this.billing.reserve(message);
		if (reservation.isEmpty()) {
			// The same key arrived meanwhile, and may even have been freed again
			return replay(message).orElseThrow(ChatService::inProgress);
		}
		return new Sent(finish(reservation.get(), message), false);
	}

	/**
	 * One page of a user's chats, newest first.
	 * @param userId the user
	 * @param limit the most chats
	 * @param before only chats older than this one, or null
	 * @return the page
	 */
	Page<Chat, UUID> history(long userId, int limit, @Nullable UUID before) {
		Limit rows = Limit.of(limit + 1);
		List<Chat> newest = (before != null) ? this.chats.findNewestBefore(userId, before, rows)
				: this.chats.findNewest(userId, rows);
		return Page.of(newest, limit, Chat::id);
	}

	/**
	 * One chat of a user.
	 * @param userId the user
	 * @param id the chat
	 * @return the chat
	 * @throws ProblemException {@code not_found} if it is another's, or none
	 */
	Chat find(long userId, UUID id) {
		return this.chats.findByIdAndUserId(id, userId).orElseThrow(ProblemException::notFound);
	}

	private Optional<Sent> replay(Message message) {
		IdempotencyKey key = message.key();
		if (key == null) {
			return Optional.empty();
		}
		return this.chats.findByUserIdAndIdempotencyKey(message.userId(), key.value()).map((chat) -> {
			if (!chat.wasMadeBy(message)) {
				throw IdempotencyKey.reused();
			}
			if (chat.state() != ChatState.ANSWERED) {
				throw inProgress();
			}
			return new Sent(ChatReply.of(chat, this.wallet.balanceAfterCharge(chat.id())), true);
		});
	}

	private ChatReply finish(Reservation reservation, Message message) {
		String reply;
		try {
			reply = this.ai.ask(message.text());
		}
		catch (AiException ex) {
			throw refunded(reservation, ex);
		}
		catch (RuntimeException | Error ex) {
			release(reservation);
			throw ex;
		}
		if (!settle(reservation, reply)) {
			throw refunded(reservation, AiException.timeout());
		}
		return ChatReply.of(reservation, message, reply);
	}

	/**
	 * Settles. When the database does not tell whether it did, the chat is read again
	 * instead of guessing.
	 */
	private boolean settle(Reservation reservation, String reply) {
		try {
			return this.billing.settle(reservation.chatId(), reply);
		}
		catch (DataAccessException ex) {
			log.warn("Chat {}: settling failed, looking again", reservation.chatId(), ex);
			return this.chats.findById(reservation.chatId())
				.filter((chat) -> chat.state() == ChatState.ANSWERED)
				.isPresent() || this.billing.settle(reservation.chatId(), reply);
		}
	}

	private ProblemException refunded(Reservation reservation, AiException failure) {
		return failure.with("refunded", true).with("remaining_tokens", release(reservation));
	}

	/**
	 * Gives the tokens back, if nobody has. If the database cannot do it now, the sweeper
	 * will.
	 */
	private long release(Reservation reservation) {
		Optional<Long> balance;
		try {
			balance = this.billing.release(reservation);
		}
		catch (DataAccessException | TransactionException ex) {
			log.warn("Chat {}: releasing failed, trying again", reservation.chatId(), ex);
			balance = this.billing.release(reservation);
		}
		return balance.orElseGet(() -> this.wallet.balance(reservation.userId()));
	}

	private static ProblemException inProgress() {
		return new ProblemException(HttpStatus.CONFLICT, "request_in_progress",
				"The same request is still being answered.")
			.header("Retry-After", "1");
	}

	/**
	 * A message that was answered.
	 *
	 * @param reply the reply
	 * @param replayed whether an earlier request did it, with the same idempotency key
	 */
	record Sent(ChatReply reply, boolean replayed) {
	}

}
