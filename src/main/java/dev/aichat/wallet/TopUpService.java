package dev.aichat.wallet;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ProblemException;

/** Tops up balances, at most once for each idempotency key. */
@Service
class TopUpService {

	private final WalletService wallet;

	private final BalanceRepository balances;

	private final TopUpSettings settings;

	TopUpService(WalletService wallet, BalanceRepository balances, TopUpSettings settings) {
		this.wallet = wallet;
		this.balances = balances;
		this.settings = settings;
	}

	TopUp topUp(CurrentUser user, long amount, @Nullable IdempotencyKey key) {
		if (!this.settings.selfService() && user.role() != Role.ADMIN) {
			throw ProblemException.forbidden();
		}
		if (amount < 1 || amount > this.settings.maximum()) {
			throw Posting.invalid("tokens",
					"The tokens must be a whole number from 1 to %d.".formatted(this.settings.maximum()));
		}
		return IdempotencyKey.once(key, () -> new TopUp(amount, this.wallet.topUp(user.id(), amount, key), false),
				(used) -> findEarlier(user.id(), amount, used));
	}

	private Optional<TopUp> findEarlier(long userId, long amount, IdempotencyKey key) {
		return this.balances.findEntry(userId, key).map((entry) -> {
			if (entry.kind() != EntryKind.TOP_UP || entry.amount() != amount) {
				throw IdempotencyKey.reused();
			}
			return new TopUp(amount, entry.balance(), true);
		});
	}

	/** A top-up with the balance right after it, or the replay of one. */
	record TopUp(long amount, long balance, boolean replayed) {
	}

}
