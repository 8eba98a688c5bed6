package dev.aichat.admin;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.audit.AuditAction;
import dev.aichat.audit.AuditLog;
import dev.aichat.audit.AuditedChange;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserSummary;
import dev.aichat.wallet.Adjustment;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ProblemException;

/**
 * Adjusts balances on behalf of an operator, at most once for each idempotency key. A key
 * belongs to the operator, so it is stored in the audit log and never collides with a key
 * of the adjusted user.
 */
@Service
public class AdjustmentService {

	private static final String TOKENS = "tokens";

	private static final String NOTE = "note";

	private final WalletService wallet;

	private final UserQueries users;

	private final AuditLog audit;

	private final TransactionTemplate transaction;

	AdjustmentService(WalletService wallet, UserQueries users, AuditLog audit, TransactionTemplate transaction) {
		this.wallet = wallet;
		this.users = users;
		this.audit = audit;
		this.transaction = transaction;
	}

	/**
	 * Adds tokens to a balance, or takes them; also that of a disabled user.
	 * @param actor the admin's id
	 * @param userId the adjusted user
	 * @param adjustment the amount and its reason
	 * @param key the idempotency key, or null
	 * @return the user right after
	 * @throws ProblemException {@code invalid_token_amount} if the balance would fall
	 * below 0 or exceed 10^12 tokens; {@code not_found} if there is no such user, or the
	 * user is erased; {@code idempotency_key_reused}
	 */
	public Adjusted adjust(long actor, long userId, Adjustment adjustment, @Nullable IdempotencyKey key) {
		return IdempotencyKey.once(key, () -> carryOut(actor, userId, adjustment, key),
				(used) -> findEarlier(actor, userId, adjustment, used));
	}

	private Adjusted carryOut(long actor, long userId, Adjustment adjustment, @Nullable IdempotencyKey key) {
		return this.transaction.execute((status) -> {
			UserSummary user = this.users.lock(userId);
			long after = this.wallet.adjust(userId, adjustment);
			long before = after - adjustment.amount();
			this.audit.writeOnce(new AuditedChange(actor, AuditAction.ADJUST_TOKENS, userId, Map.of(TOKENS, before),
					Map.of(TOKENS, after, NOTE, adjustment.note())), key);
			return new Adjusted(user.withTokens(after), false);
		});
	}

	private Optional<Adjusted> findEarlier(long actor, long userId, Adjustment adjustment, IdempotencyKey key) {
		return this.audit.find(actor, key).map((done) -> {
			Map<String, Object> before = Objects.requireNonNull(done.before());
			Map<String, Object> after = Objects.requireNonNull(done.after());
			long amount = tokens(after) - tokens(before);
			if (done.subject() != userId || amount != adjustment.amount()
					|| !adjustment.note().equals(after.get(NOTE))) {
				throw IdempotencyKey.reused();
			}
			UserSummary user = this.users.find(userId).orElseThrow();
			return new Adjusted(user.withTokens(tokens(after)), true);
		});
	}

	private static long tokens(Map<String, Object> state) {
		return ((Number) Objects.requireNonNull(state.get(TOKENS))).longValue();
	}

	/**
	 * An adjusted user.
	 *
	 * @param user the user, with the balance right after
	 * @param replayed whether an earlier request with the same idempotency key did it
	 */
	public record Adjusted(UserSummary user, boolean replayed) {
	}

}
