package dev.aichat.auth;

import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.user.User;
import dev.aichat.user.UserService;
import dev.aichat.user.Username;
import dev.aichat.wallet.WalletService;

/** Registers users: one transaction adds the user and opens the wallet. */
@Service
class RegistrationService {

	private final UserService accounts;

	private final WalletService wallet;

	private final TransactionTemplate transaction;

	RegistrationService(UserService accounts, WalletService wallet, TransactionTemplate transaction) {
		this.accounts = accounts;
		this.wallet = wallet;
		this.transaction = transaction;
	}

	/** Registers a user. The password is hashed before the transaction begins. */
	Registered register(Username name, String password) {
		String hash = this.accounts.hashPassword(name, password);
		return this.transaction.execute((status) -> {
			User user = this.accounts.add(name, hash);
			return new Registered(user.id(), user.username(), this.wallet.open(user.id()));
		});
	}

	/** A new user. */
	record Registered(long id, String username, long tokens) {
	}

}
