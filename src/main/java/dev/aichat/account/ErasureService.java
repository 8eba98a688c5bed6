package dev.aichat.account;

import java.util.Map;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.audit.AuditAction;
import dev.aichat.audit.AuditLog;
import dev.aichat.audit.AuditedChange;
import dev.aichat.chat.ChatService;
import dev.aichat.user.UserQueries;
import dev.aichat.user.UserService;
import dev.aichat.user.UserSummary;
import dev.aichat.web.ProblemException;

/**
 * Erases accounts: the name, the password and all texts go, the ledger stays and still
 * adds up.
 */
@Service
public class ErasureService {

	private final UserService accounts;

	private final UserQueries directory;

	private final ChatService chats;

	private final AuditLog audit;

	private final TransactionTemplate transaction;

	ErasureService(UserService accounts, UserQueries directory, ChatService chats, AuditLog audit,
			TransactionTemplate transaction) {
		this.accounts = accounts;
		this.directory = directory;
		this.chats = chats;
		this.audit = audit;
		this.transaction = transaction;
	}

	/**
	 * Erases an account. First it is disabled, so that no chat begins any more; if the
	 * process dies after that, it is a disabled account that can be erased again.
	 * @param actor the admin's id, or the user's own
	 * @param userId whose account
	 * @return what is left of it
	 * @throws dev.aichat.user.LastAdminException if nobody else could run the service
	 * then
	 * @throws ProblemException {@code not_found} if there is no such user, or it is
	 * erased already; {@code service_unavailable} if somebody enabled it meanwhile
	 */
	public UserSummary erase(long actor, long userId) {
		this.transaction.executeWithoutResult((status) -> disable(actor, userId));
		return this.transaction.execute((status) -> forget(actor, userId));
	}

	private void disable(long actor, long userId) {
		this.directory.lockToTakePower(userId);
		if (this.accounts.disable(userId)) {
			this.audit.write(new AuditedChange(actor, AuditAction.DISABLE, userId, Map.of("enabled", true),
					Map.of("enabled", false)));
		}
	}

	/** Locks are taken in the order chats, user. */
	private UserSummary forget(long actor, long userId) {
		this.chats.erase(userId);
		UserSummary account = this.directory.lock(userId);
		if (!this.accounts.erase(userId)) {
			throw ProblemException.standard(503);
		}
		this.audit.write(new AuditedChange(actor, AuditAction.ERASE, userId, Map.of("role", account.role()), null));
		return this.directory.find(userId).orElseThrow();
	}

}
