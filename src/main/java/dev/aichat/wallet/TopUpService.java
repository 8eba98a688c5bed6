package dev.aichat.wallet;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ProblemException;

/** Tops balances up, at most once for each idempotency key. */
@Service
class TopUpService {

	private final WalletService wallet;

	private final LedgerRepository ledger;

	private final TopUpSettings settings;

	TopUpService(WalletService wallet, LedgerRepository ledger, TopUpSettings settings) {
		this.wallet = wallet;
		this.ledger = ledger;
		this.settings = settings;
	}

	TopUp topUp(CurrentUser user, long amount, @Nullable IdempotencyKey key) {
		if (!this.settings.selfService() && user.role() != Role.ADMIN) {
			throw ProblemException.forbidden();
		}
		if (amount < 1 || amount > this.settings.maximum()) {
			throw InvalidTokenAmountException.outOfRange(this.settings.maximum());
		}
		return (key != null) ? once(user.id(), amount, key) : this.wallet.topUp(user.id(), amount, null);
	}

	/**
	 * The key's unique constraint decides between requests that arrive together: the
	 * loser's whole transaction is undone, and it answers what the winner did.
	 */
	private TopUp once(long userId, long amount, IdempotencyKey key) {
		Optional<TopUp> earlier = replay(userId, amount, key);
		if (earlier.isPresent()) {
			return earlier.get();
		}
		try {
			return this.wallet.topUp(userId, amount, key);
		}
		catch (DuplicateKeyException | InvalidTokenAmountException ex) {
			return replay(userId, amount, key).orElseThrow(() -> ex);
		}
	}

	private Optional<TopUp> replay(long userId, long amount, IdempotencyKey key) {
		return this.ledger.findByKey(userId, key).map((entry) -> {
			if (entry.kind() != EntryKind.TOP_UP || entry.amount() != amount) {
				throw IdempotencyKey.reused();
			}
			return new TopUp(amount, entry.balance(), true);
		});
	}

}
