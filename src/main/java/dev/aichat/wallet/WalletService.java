package dev.aichat.wallet;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.user.InactiveUserException;
import dev.aichat.wallet.BalanceRepository.Standing;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;

/**
 * Moves tokens in and out of users' balances, and writes every move to the ledger in the
 * same statement. All amounts are whole tokens.
 */
@Service
public class WalletService {

	private final BalanceRepository balances;

	private final LedgerRepository ledger;

	private final TokenSettings settings;

	private final WalletMeters meters;

	WalletService(BalanceRepository balances, LedgerRepository ledger, TokenSettings settings, WalletMeters meters) {
		this.balances = balances;
		this.ledger = ledger;
		this.settings = settings;
		this.meters = meters;
	}

	/**
	 * Gives a new user the opening balance, once.
	 * @param userId a user without ledger entries
	 * @return the balance after, in tokens
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public long open(long userId) {
		return post(userId, Posting.grant(this.settings.openingBalance()));
	}

	/**
	 * What a message costs now.
	 * @return tokens, at least 1
	 */
	public long price() {
		return this.settings.price();
	}

	/**
	 * Takes the price of a message, in the transaction that reserves the chat.
	 * @param userId who pays
	 * @param price tokens, at least 1
	 * @param chatId the chat that is paid for
	 * @return the balance after, in tokens
	 * @throws InsufficientTokensException if the balance is smaller than the price
	 * @throws InactiveUserException if the user is disabled or gone
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public long charge(long userId, long price, UUID chatId) {
		return post(userId, Posting.charge(price, chatId));
	}

	/**
	 * Gives the price of a message back, in the transaction that releases the chat.
	 * @param userId who paid
	 * @param price tokens, as they were taken
	 * @param chatId the chat that got no answer
	 * @return the balance after, in tokens
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public long refund(long userId, long price, UUID chatId) {
		return post(userId, Posting.refund(price, chatId));
	}

	/**
	 * What was left when a chat was charged.
	 * @param chatId a chat that was charged
	 * @return the balance right after the charge, in tokens
	 */
	public long balanceAfterCharge(UUID chatId) {
		return this.ledger.findByChat(chatId, EntryKind.CHARGE)
			.orElseThrow(() -> new IllegalStateException("Chat %s was never charged".formatted(chatId)))
			.balance();
	}

	/**
	 * What a user can spend now.
	 * @param userId the user
	 * @return the balance, in tokens
	 */
	public long balance(long userId) {
		return this.balances.find(userId).map(Standing::tokens).orElseThrow(InactiveUserException::new);
	}

	/**
	 * One page of the changes of a balance, newest first.
	 * @param userId the user
	 * @param limit the most entries
	 * @param before only entries older than this one, or null
	 * @return the page
	 */
	public Page<LedgerEntry, Long> ledger(long userId, int limit, @Nullable Long before) {
		return Page.of(this.ledger.findBefore(userId, (before != null) ? before : Long.MAX_VALUE, limit + 1), limit,
				LedgerEntry::seq);
	}

	/**
	 * The tokens of all users, in the caller's transaction, whose snapshot makes them add
	 * up.
	 * @return what was given and taken, and what is left
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public TokenTotals totals() {
		Map<EntryKind, Long> sums = this.ledger.sums();
		return new TokenTotals(sums.getOrDefault(EntryKind.GRANT, 0L), sums.getOrDefault(EntryKind.TOP_UP, 0L),
				-sums.getOrDefault(EntryKind.CHARGE, 0L), sums.getOrDefault(EntryKind.REFUND, 0L),
				sums.getOrDefault(EntryKind.ADJUSTMENT, 0L), this.balances.sum());
	}

	/**
	 * Corrects a balance, in the caller's transaction; also that of a disabled user.
	 * @param userId whose balance
	 * @param adjustment what to add or take, and why
	 * @return the balance after, in tokens
	 * @throws ProblemException {@code invalid_token_amount} if the balance would fall
	 * below 0 or exceed 10^12 tokens
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public long adjust(long userId, Adjustment adjustment) {
		return post(userId, Posting.adjustment(adjustment));
	}

	/**
	 * Adds tokens to a balance.
	 * @return the ledger entry, with the balance after
	 * @throws InvalidTokenAmountException if the balance would exceed 10^12 tokens
	 * @throws org.springframework.dao.DuplicateKeyException if the key was used before
	 */
	@Transactional
	TopUp topUp(long userId, long amount, @Nullable IdempotencyKey key) {
		return new TopUp(amount, post(userId, Posting.topUp(amount, key)), false);
	}

	private long post(long userId, Posting posting) {
		long balance = this.balances.post(userId, posting).orElseThrow(() -> refusal(userId, posting));
		this.meters.count(posting);
		return balance;
	}

	/** Why the one statement posted nothing. */
	private ProblemException refusal(long userId, Posting posting) {
		Standing standing = this.balances.find(userId).orElseThrow(InactiveUserException::new);
		return switch (posting.kind()) {
			case CHARGE -> standing.enabled() ? new InsufficientTokensException(-posting.amount(), standing.tokens())
					: new InactiveUserException();
			default -> (posting.amount() < 0) ? InvalidTokenAmountException.balanceTooSmall()
					: InvalidTokenAmountException.balanceTooLarge();
		};
	}

}
