package dev.aichat.admin;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.audit.AuditAction;
import dev.aichat.audit.AuditLog;
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
			Map<String, Object> before = Map.of(TOKENS, after - adjustment.amount());
			this.audit.write(actor, AuditAction.ADJUST_TOKENS, userId, before,
					Map.of(TOKENS, after, NOTE, adjustment.note()), key);
			return new Adjusted(user.withTokens(after), false);
		});
	}

	private Optional<Adjusted> findEarlier(long actor, long userId, Adjustment adjustment, IdempotencyKey key) {
		return this.audit.find(actor, key).map((done) -> {
			long after = tokens(done.after());
			String note = String.valueOf(Objects.requireNonNull(done.after()).get(NOTE));
			Adjustment earlier = new Adjustment(after - tokens(done.before()), note);
			if (done.subject() != userId || !earlier.equals(adjustment)) {
				throw IdempotencyKey.reused();
			}
			return new Adjusted(this.users.find(userId).orElseThrow().withTokens(after), true);
		});
	}

	private static long tokens(@Nullable Map<String, Object> state) {
		return ((Number) Objects.requireNonNull(state).get(TOKENS)).longValue();
	}

	/**
	 * A user with the balance right after the adjustment, which may be an earlier one.
	 */
	public record Adjusted(UserSummary user, boolean replayed) {
	}

}
