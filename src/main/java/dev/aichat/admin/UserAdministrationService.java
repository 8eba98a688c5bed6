package dev.aichat.admin;

import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.audit.AuditAction;
import dev.aichat.audit.AuditLog;
import dev.aichat.audit.AuditedChange;
import dev.aichat.user.Role;
import dev.aichat.user.User;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserService;
import dev.aichat.user.UserSummary;
import dev.aichat.user.Username;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.ProblemException;

/**
 * Changes users in an operator's name. Each change is written to the audit in the
 * transaction that makes it; what changes nothing is not written.
 */
@Service
public class UserAdministrationService {

	private final UserService accounts;

	private final UserQueries directory;

	private final WalletService wallet;

	private final AuditLog audit;

	private final TransactionTemplate transaction;

	UserAdministrationService(UserService accounts, UserQueries directory, WalletService wallet, AuditLog audit,
			TransactionTemplate transaction) {
		this.accounts = accounts;
		this.directory = directory;
		this.wallet = wallet;
		this.audit = audit;
		this.transaction = transaction;
	}

	/**
	 * Creates an admin, with the opening balance that every user has.
	 * @param name the name
	 * @param password the password, which follows the rules
	 * @return the account
	 * @throws dev.aichat.user.UsernameTakenException if somebody has the name
	 */
	public UserSummary createAdmin(Username name, String password) {
		String hash = this.accounts.hashPassword(name, password);
		return inTransaction(() -> {
			User user = this.accounts.add(name, hash);
			long tokens = this.wallet.open(user.id());
			this.accounts.changeRole(user.id(), Role.ADMIN);
			write(null, AuditAction.CREATE, user.id(), null,
					Map.of("role", Role.ADMIN, "enabled", true, "tokens", tokens));
			return find(user.id());
		});
	}

	/**
	 * Changes an account. A new password is hashed before the transaction begins.
	 * @param actor the admin's id; null from the console
	 * @param userId whose account
	 * @param change what it is to be
	 * @return the account after
	 * @throws dev.aichat.user.LastAdminException if nobody else could run the service
	 * then
	 * @throws ProblemException {@code not_found} if there is no such user, or it is
	 * erased
	 */
	public UserSummary change(@Nullable Long actor, long userId, UserChange change) {
		find(userId);
		String hash = (change.password() != null) ? this.accounts.hashPassword(change.password()) : null;
		return inTransaction(() -> {
			UserSummary before = change.takesPower() ? this.directory.lockToTakePower(userId)
					: this.directory.lock(userId);
			if (change.enabled() != null) {
				enable(actor, userId, change.enabled());
			}
			if (change.role() != null && this.accounts.changeRole(userId, change.role())) {
				write(actor, AuditAction.CHANGE_ROLE, userId, Map.of("role", before.role()),
						Map.of("role", change.role()));
			}
			if (hash != null && this.accounts.resetPassword(userId, hash)) {
				write(actor, AuditAction.RESET_PASSWORD, userId, null, null);
			}
			return find(userId);
		});
	}

	/**
	 * Logs a user out everywhere.
	 * @param actor the admin's id
	 * @param userId the user
	 * @return the account
	 * @throws ProblemException {@code not_found} if there is no such user, or it is
	 * erased
	 */
	public UserSummary endSessions(long actor, long userId) {
		return inTransaction(() -> {
			UserSummary account = this.directory.lock(userId);
			if (this.accounts.endSessions(userId)) {
				write(actor, AuditAction.END_SESSIONS, userId, null, null);
			}
			return account;
		});
	}

	private void enable(@Nullable Long actor, long userId, boolean enabled) {
		if (enabled ? this.accounts.enable(userId) : this.accounts.disable(userId)) {
			write(actor, enabled ? AuditAction.ENABLE : AuditAction.DISABLE, userId, Map.of("enabled", !enabled),
					Map.of("enabled", enabled));
		}
	}

	private void write(@Nullable Long actor, AuditAction action, long subject, @Nullable Map<String, Object> before,
			@Nullable Map<String, Object> after) {
		this.audit.write(new AuditedChange(actor, action, subject, before, after));
	}

	private UserSummary find(long userId) {
		return this.directory.find(userId).orElseThrow(ProblemException::notFound);
	}

	private <T> T inTransaction(Supplier<T> work) {
		return this.transaction.execute((status) -> work.get());
	}

}
