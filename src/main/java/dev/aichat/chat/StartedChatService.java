package dev.aichat.chat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.springframework.stereotype.Service;

import dev.aichat.ai.AiException;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.ProblemException;

/** Stops started chats, on whichever instance they are, and attaches readers to them. */
@Service
class StartedChatService {

	/** The longest wait for stopped chats to end. */
	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

	private final Billing billing;

	private final ChatRepository chats;

	private final ChatQueries queries;

	private final WalletService wallet;

	private final ChatsInFlight inFlight;

	StartedChatService(Billing billing, ChatRepository chats, ChatQueries queries, WalletService wallet,
			ChatsInFlight inFlight) {
		this.billing = billing;
		this.chats = chats;
		this.queries = queries;
		this.wallet = wallet;
		this.inFlight = inFlight;
	}

	/**
	 * Stops a pending chat on any instance, and waits up to three seconds for its end. A
	 * reply that has begun is kept and charged; any other is refunded.
	 * @return the chat as it is then
	 * @throws ProblemException {@code not_found} if the user has no such chat
	 */
	ChatItem stop(long userId, UUID id) throws InterruptedException {
		requestStop(userId, id);
		await(() -> this.queries.find(userId, id).state() != ChatState.PENDING);
		return this.queries.find(userId, id);
	}

	private void requestStop(long userId, UUID id) {
		this.chats.requestStop(id, userId);
		this.inFlight.find(userId, id).ifPresent(StartedChat::stop);
	}

	/**
	 * Attaches to a chat: to the reply that is being written here, or to what is stored.
	 * The cause of a refund is stored only if it was a stop.
	 * @throws ProblemException {@code not_found} if the user has no such chat
	 */
	StartedChat attach(long userId, UUID id) {
		return this.inFlight.find(userId, id).orElseGet(() -> {
			Chat chat = this.chats.findByIdAndUserIdAndDeletedFalse(id, userId).orElseThrow(ProblemException::notFound);
			StartedChat stored = chat.stored(this.wallet.balanceAfterCharge(id));
			if (chat.item().state() == ChatState.REFUNDED) {
				AiException failure = chat.isStopRequested() ? AiException.stopped()
						: AiException.failed("refunded", false);
				stored.outcome().completeExceptionally(ChatService.uncharged(failure, this.wallet.balance(userId)));
			}
			return stored;
		});
	}

	/** Returns whether a chat is answered or refunded. */
	boolean hasEnded(UUID id) {
		return !this.chats.existsByIdAndState(id, ChatState.PENDING);
	}

	/**
	 * Deletes a conversation: its texts are gone and it leaves every list; what was paid
	 * for it stays in the ledger. What is still being answered is stopped first, and
	 * refunded if that takes more than three seconds.
	 * @throws ProblemException {@code conversation_not_found} if it is not the user's
	 */
	void deleteConversation(long userId, UUID conversation) throws InterruptedException {
		await(() -> {
			List<UUID> pending = this.chats.findPending(userId, conversation);
			pending.forEach((id) -> requestStop(userId, id));
			return pending.isEmpty();
		});
		this.billing.deleteConversation(userId, conversation);
	}

	/** Waits for stopped chats to end, as long as they may take. */
	private static void await(BooleanSupplier ended) throws InterruptedException {
		long start = System.nanoTime();
		while (!ended.getAsBoolean() && System.nanoTime() - start < STOP_TIMEOUT.toNanos()) {
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

}
