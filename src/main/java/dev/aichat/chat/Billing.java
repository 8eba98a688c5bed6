package dev.aichat.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.ai.AiService;
import dev.aichat.ai.Completion;
import dev.aichat.chat.ChatJournal.Pending;
import dev.aichat.wallet.WalletService;

/**
 * Moves a chat and its price together, each time in one short transaction: reserve takes
 * the price, settle keeps it, release gives it back. Locks are taken in the order chat,
 * user, ledger.
 */
@Service
class Billing {

	/** How long after the AI's deadline a chat is given up for dead. */
	private static final Duration GRACE = Duration.ofSeconds(30);

	private final ChatJournal journal;

	private final WalletService wallet;

	private final ChatIds ids;

	private final Clock clock;

	private final Duration lifetime;

	Billing(ChatJournal journal, WalletService wallet, ChatIds ids, Clock clock, AiService ai) {
		this.journal = journal;
		this.wallet = wallet;
		this.ids = ids;
		this.clock = clock;
		this.lifetime = ai.deadline().plus(GRACE);
	}

	/**
	 * Writes the message down and takes its price.
	 * @return the reservation, or nothing if the user has used the idempotency key
	 * already
	 * @throws dev.aichat.wallet.InsufficientTokensException if the price cannot be paid;
	 * then nothing is written
	 */
	@Transactional
	Optional<Reservation> reserve(Message message) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		UUID id = this.ids.next(now);
		UUID conversation = (message.conversationId() != null) ? message.conversationId() : id;
		long price = this.wallet.price();
		if (!this.journal.open(id, conversation, message, price, now, this.lifetime)) {
			return Optional.empty();
		}
		long remaining = this.wallet.charge(message.userId(), price, id);
		return Optional.of(new Reservation(id, conversation, message.userId(), price, remaining, now));
	}

	/**
	 * Stores the reply: one guarded statement, its own transaction.
	 * @return false if the chat was refunded meanwhile; the reply is then thrown away
	 */
	boolean settle(UUID chatId, Completion completion) {
		return this.journal.answer(chatId, completion);
	}

	/**
	 * Gives the chat up and its price back.
	 * @return the balance after, in tokens, or nothing if that was done already
	 */
	@Transactional
	Optional<Long> release(Reservation reservation) {
		return refund(reservation.chatId(), reservation.userId(), reservation.price());
	}

	/**
	 * Releases one chat whose process is gone, unless another instance is at it.
	 * @return whether there was one
	 */
	@Transactional
	boolean releaseOverdue() {
		return this.journal.lockOverdue()
			.flatMap((overdue) -> refund(overdue.chatId(), overdue.userId(), overdue.price()))
			.isPresent();
	}

	/**
	 * Removes all that a disabled user and the AI said; what is not answered yet never
	 * will be, and is given back.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	void erase(long userId) {
		List<Pending> pending = this.journal.lockPending(userId);
		this.journal.eraseTexts(userId);
		pending.forEach((chat) -> refund(chat.chatId(), userId, chat.price()));
	}

	private Optional<Long> refund(UUID chatId, long userId, long price) {
		return this.journal.giveUp(chatId) ? Optional.of(this.wallet.refund(userId, price, chatId)) : Optional.empty();
	}

}
