package dev.aichat.chat;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.ai.Completion;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.IdempotencyKey;

/**
 * Moves a chat and its price together, each time in one short transaction: reserve takes
 * the price, settle keeps it, release refunds it. Locks are taken in the order chat,
 * user, ledger.
 */
@Service
public class Billing {

	private final ChatRepository chats;

	private final PendingChatRepository pending;

	private final WalletService wallet;

	private final ChatIds ids;

	private final Clock clock;

	Billing(ChatRepository chats, PendingChatRepository pending, WalletService wallet, ChatIds ids, Clock clock) {
		this.chats = chats;
		this.pending = pending;
		this.wallet = wallet;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Stores the message as a pending chat and takes its price, or does neither.
	 * @throws ProblemException {@code conversation_not_found} if the conversation was
	 * deleted meanwhile
	 */
	@Transactional
	Reservation reserve(Message message) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		UUID id = this.ids.next(now);
		long price = this.wallet.price();
		if (!this.pending.insert(id, message, price, now)) {
			throw isConversationMissing(message) ? Conversation.notFound() : IdempotencyKey.inProgress();
		}
		long remaining = this.wallet.charge(message.userId(), price, id);
		return new Reservation(id, Objects.requireNonNullElse(message.conversationId(), id), message.userId(), price,
				remaining, now);
	}

	private boolean isConversationMissing(Message message) {
		UUID conversation = message.conversationId();
		return conversation != null
				&& !this.chats.existsByConversationIdAndUserIdAndDeletedFalse(conversation, message.userId());
	}

	/** Stores the reply, unless the chat was refunded meanwhile; it is then discarded. */
	boolean settle(UUID chatId, Completion completion) {
		return this.pending.answer(chatId, completion);
	}

	/** Refunds a chat if it is still pending, and returns the balance after. */
	@Transactional
	Optional<Long> release(Reservation reservation) {
		return refund(reservation.chatId(), reservation.userId(), reservation.price());
	}

	/**
	 * Releases one overdue chat, unless it or its user is locked, and returns whether
	 * there was one.
	 */
	@Transactional
	boolean releaseOverdue() {
		return this.chats.lockOverdue().flatMap(this::refund).isPresent();
	}

	/**
	 * Removes the texts of a disabled user's chats and refunds the pending ones, in the
	 * caller's transaction, which has not locked the user yet.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void erase(long userId) {
		this.chats.lockAll(userId);
		List<Chat> refundable = this.chats.lockPending(userId, null);
		this.chats.eraseTexts(userId);
		refundable.forEach(this::refund);
	}

	/**
	 * Hides a conversation, removes its texts and refunds what is still pending.
	 * @throws ProblemException {@code conversation_not_found} if it is not the user's
	 */
	@Transactional
	void deleteConversation(long userId, UUID conversation) {
		this.chats.lockConversation(userId, conversation).orElseThrow(Conversation::notFound);
		List<Chat> refundable = this.chats.lockPending(userId, conversation);
		this.chats.deleteConversation(userId, conversation);
		refundable.forEach(this::refund);
	}

	private Optional<Long> refund(Chat chat) {
		return refund(chat.id(), chat.userId(), chat.price());
	}

	private Optional<Long> refund(UUID chatId, long userId, long price) {
		return (this.chats.refund(chatId) == 1) ? Optional.of(this.wallet.refund(userId, price, chatId))
				: Optional.empty();
	}

	/** The charge of a chat: its price, and the balance right after it, in tokens. */
	record Reservation(UUID chatId, UUID conversationId, long userId, long price, long remainingTokens,
			Instant createdAt) {
	}

}
