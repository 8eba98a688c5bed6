package dev.aichat.account;

import java.util.Map;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.audit.AuditAction;
import dev.aichat.audit.AuditLog;
import dev.aichat.chat.Billing;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserService;
import dev.aichat.user.UserSummary;
import dev.aichat.web.ProblemException;

/** Erases users: the name, the password and all texts go, the ledger stays. */
@Service
public class ErasureService {

	private final UserService users;

	private final UserQueries queries;

	private final Billing billing;

	private final AuditLog audit;

	private final TransactionTemplate transaction;

	ErasureService(UserService users, UserQueries queries, Billing billing, AuditLog audit,
			TransactionTemplate transaction) {
		this.users = users;
		this.queries = queries;
		this.billing = billing;
		this.audit = audit;
		this.transaction = transaction;
	}

	/**
	 * Erases a user. A first transaction disables the user, so that no new chat begins;
	 * if the process dies after it, the disabled user can be erased again.
	 * @param actor the admin's id, or the user's own
	 * @throws ProblemException {@code last_admin} if no enabled admin would be left;
	 * {@code not_found} if the user does not exist or is erased already;
	 * {@code service_unavailable} if the user was enabled meanwhile
	 */
	public UserSummary erase(long actor, long userId) {
		this.transaction.executeWithoutResult((status) -> disable(actor, userId));
		return this.transaction.execute((status) -> eraseDisabled(actor, userId));
	}

	private void disable(long actor, long userId) {
		this.queries.lockForDemotion(userId);
		if (this.users.disable(userId)) {
			this.audit.write(actor, AuditAction.DISABLE, userId, Map.of("enabled", true), Map.of("enabled", false));
		}
	}

	/** Locks are taken in the order chats, user. */
	private UserSummary eraseDisabled(long actor, long userId) {
		this.billing.erase(userId);
		UserSummary user = this.queries.lock(userId);
		if (!this.users.erase(userId)) {
			throw ProblemException.standard(503);
		}
		this.audit.write(actor, AuditAction.ERASE, userId, Map.of("role", user.role()), null);
		return this.queries.find(userId).orElseThrow();
	}

}
