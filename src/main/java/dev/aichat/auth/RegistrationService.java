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

	private final UserService users;

	private final WalletService wallet;

	private final TransactionTemplate transaction;

	RegistrationService(UserService users, WalletService wallet, TransactionTemplate transaction) {
		this.users = users;
		this.wallet = wallet;
		this.transaction = transaction;
	}

	/** Registers a user. The password is hashed before the transaction begins. */
	Registered register(Username name, String password) {
		String hash = this.users.hashPassword(name, password);
		return this.transaction.execute((status) -> {
			User user = this.users.add(name, hash);
			return new Registered(user.id(), user.username(), this.wallet.open(user.id()));
		});
	}

	/** A new user. */
	record Registered(long id, String username, long tokens) {
	}

}
