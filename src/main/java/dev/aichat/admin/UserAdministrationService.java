package dev.aichat.admin;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.audit.AuditAction;
import dev.aichat.audit.AuditLog;
import dev.aichat.user.Role;
import dev.aichat.user.User;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserService;
import dev.aichat.user.UserSummary;
import dev.aichat.user.Username;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.ProblemException;

/**
 * Changes users on behalf of an operator. Each change is written to the audit log in its
 * own transaction; a change without effect is not written.
 */
@Service
public class UserAdministrationService {

	private final UserService users;

	private final UserQueries queries;

	private final WalletService wallet;

	private final AuditLog audit;

	private final TransactionTemplate transaction;

	UserAdministrationService(UserService users, UserQueries queries, WalletService wallet, AuditLog audit,
			TransactionTemplate transaction) {
		this.users = users;
		this.queries = queries;
		this.wallet = wallet;
		this.audit = audit;
		this.transaction = transaction;
	}

	/**
	 * Creates an admin with the opening balance.
	 * @param password a valid password
	 * @throws ProblemException {@code username_taken} if the name is taken
	 */
	public UserSummary createAdmin(Username name, String password) {
		String hash = this.users.hashPassword(name, password);
		return this.transaction.execute((status) -> {
			User user = this.users.add(name, hash);
			long tokens = this.wallet.open(user.id());
			this.users.changeRole(user.id(), Role.ADMIN);
			this.audit.write(null, AuditAction.CREATE, user.id(), null,
					Map.of("role", Role.ADMIN, "enabled", true, "tokens", tokens));
			return find(user.id());
		});
	}

	/**
	 * Changes a user. A new password is hashed before the transaction begins.
	 * @param actor the admin's id, or null for the command line
	 * @return the user after the change
	 * @throws ProblemException {@code last_admin} if no enabled admin would be left;
	 * {@code not_found} if the user does not exist or is erased
	 */
	public UserSummary change(@Nullable Long actor, long userId, UserChange change) {
		find(userId);
		String hash = (change.password() != null) ? this.users.hashPassword(change.password()) : null;
		return this.transaction.execute((status) -> {
			UserSummary before = change.demotes() ? this.queries.lockForDemotion(userId) : this.queries.lock(userId);
			Boolean enabled = change.enabled();
			if (enabled != null && (enabled ? this.users.enable(userId) : this.users.disable(userId))) {
				this.audit.write(actor, enabled ? AuditAction.ENABLE : AuditAction.DISABLE, userId,
						Map.of("enabled", !enabled), Map.of("enabled", enabled));
			}
			if (change.role() != null && this.users.changeRole(userId, change.role())) {
				this.audit.write(actor, AuditAction.CHANGE_ROLE, userId, Map.of("role", before.role()),
						Map.of("role", change.role()));
			}
			if (hash != null && this.users.resetPassword(userId, hash)) {
				this.audit.write(actor, AuditAction.RESET_PASSWORD, userId, null, null);
			}
			return find(userId);
		});
	}

	/**
	 * Ends all sessions of a user.
	 * @throws ProblemException {@code not_found} if the user does not exist or is erased
	 */
	public UserSummary endSessions(long actor, long userId) {
		return this.transaction.execute((status) -> {
			UserSummary user = this.queries.lock(userId);
			if (this.users.endSessions(userId)) {
				this.audit.write(actor, AuditAction.END_SESSIONS, userId, null, null);
			}
			return user;
		});
	}

	private UserSummary find(long userId) {
		return this.queries.find(userId).orElseThrow(ProblemException::notFound);
	}

}
