package dev.aichat.admin;

import java.util.List;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import dev.aichat.account.Account;
import dev.aichat.account.AccountDirectory;

/** Sees to it that there is always somebody who can run the service. */
@Component
class AdminPower {

	private final AccountDirectory directory;

	AdminPower(AccountDirectory directory) {
		this.directory = directory;
	}

	/**
	 * Locks an account whose power is to be taken, and before it all admins who can act:
	 * of two who take it from each other, the second sees what the first did.
	 * @return the account
	 * @throws LastAdminException if nobody else could run the service
	 * @throws dev.aichat.web.ProblemException {@code not_found}
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	Account lockToTake(long userId) {
		List<Long> admins = this.directory.lockActiveAdmins();
		Account account = this.directory.lock(userId);
		if (account.runsService() && admins.stream().allMatch((id) -> id == userId)) {
			throw new LastAdminException();
		}
		return account;
	}

}
