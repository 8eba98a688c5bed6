package dev.aichat.wallet;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.user.InactiveUserException;
import dev.aichat.wallet.BalanceRepository.UserBalance;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

/**
 * Moves tokens in and out of users' balances, and records every move in the ledger by the
 * same statement. All amounts are whole tokens.
 */
@Service
public class WalletService {

	/** The most characters of a message, which is what the price buys. */
	public static final int MAX_MESSAGE = 4000;

	private final BalanceRepository balances;

	private final TokenSettings settings;

	private final WalletMeters meters;

	WalletService(BalanceRepository balances, TokenSettings settings, WalletMeters meters) {
		this.balances = balances;
		this.settings = settings;
		this.meters = meters;
	}

	/**
	 * Gives a new user the opening balance, once.
	 * @return the balance after, in tokens
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public long open(long userId) {
		return post(userId, new Posting(EntryKind.GRANT, this.settings.openingBalance(), null));
	}

	/** The price of a message, in tokens, at least 1. */
	public long price() {
		return this.settings.price();
	}

	/**
	 * Takes the price of a message, in the transaction that reserves the chat.
	 * @param price tokens, at least 1
	 * @return the balance after, in tokens
	 * @throws ProblemException {@code insufficient_tokens} if the balance is smaller than
	 * the price
	 * @throws InactiveUserException if the user is disabled or erased
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public long charge(long userId, long price, UUID chatId) {
		return post(userId, new Posting(EntryKind.CHARGE, -price, chatId));
	}

	/**
	 * Refunds the price of a message, in the transaction that releases the chat.
	 * @return the balance after, in tokens
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public long refund(long userId, long price, UUID chatId) {
		return post(userId, new Posting(EntryKind.REFUND, price, chatId));
	}

	/** The balance right after a chat was charged, in tokens. */
	public long balanceAfterCharge(UUID chatId) {
		return this.balances.findCharge(chatId)
			.orElseThrow(() -> new IllegalStateException("Chat %s was never charged".formatted(chatId)))
			.balance();
	}

	/**
	 * A user's balance, in tokens.
	 * @throws InactiveUserException if there is no such user
	 */
	public long balance(long userId) {
		return this.balances.find(userId).map(UserBalance::tokens).orElseThrow(InactiveUserException::new);
	}

	/** One page of a user's ledger, newest first. */
	public Page<LedgerEntry, Long> ledger(long userId, int limit, @Nullable Long before) {
		return Page.of(this.balances.findEntriesBefore(userId, (before != null) ? before : Long.MAX_VALUE, limit + 1),
				limit, LedgerEntry::seq);
	}

	/**
	 * The tokens of all users, in the caller's transaction, whose snapshot makes them add
	 * up.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public TokenTotals totals() {
		return this.balances.totals();
	}

	/**
	 * Adjusts a balance, in the caller's transaction; also that of a disabled user.
	 * @return the balance after, in tokens
	 * @throws ProblemException {@code invalid_token_amount} if the balance would fall
	 * below 0 or exceed 10^12 tokens
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public long adjust(long userId, Adjustment adjustment) {
		return post(userId, new Posting(EntryKind.ADJUSTMENT, adjustment.amount(), null, adjustment.note(), null));
	}

	/** Adds tokens to a balance, unless a unique constraint rejects the key as used. */
	@Transactional
	long topUp(long userId, long amount, @Nullable IdempotencyKey key) {
		return post(userId, new Posting(EntryKind.TOP_UP, amount, null, null, key));
	}

	private long post(long userId, Posting posting) {
		long balance = this.balances.post(userId, posting).orElseThrow(() -> refusal(userId, posting));
		this.meters.count(posting);
		return balance;
	}

	private ProblemException refusal(long userId, Posting posting) {
		UserBalance user = this.balances.find(userId).orElseThrow(InactiveUserException::new);
		return switch (posting.kind()) {
			case CHARGE ->
				user.enabled() ? insufficient(-posting.amount(), user.tokens()) : new InactiveUserException();
			default -> Posting.invalid((posting.kind() == EntryKind.TOP_UP) ? "tokens" : "amount",
					(posting.amount() < 0) ? "A balance may not fall below 0 tokens."
							: "A balance may not exceed %d tokens.".formatted(Posting.MAX_BALANCE));
		};
	}

	private static ProblemException insufficient(long required, long remaining) {
		return new ProblemException(HttpStatus.PAYMENT_REQUIRED, "insufficient_tokens",
				"You do not have enough tokens, top up to go on.")
			.with("required", required)
			.with("remaining_tokens", remaining);
	}

}
