package dev.aichat.wallet;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.user.CurrentUser;

/** Shows users what they can spend. */
@RestController
@Tag(name = "Tokens")
class BalanceController {

	private final WalletService wallet;

	BalanceController(WalletService wallet) {
		this.wallet = wallet;
	}

	/** Returns your balance. */
	@GetMapping(path = { "/api/balance", "/api/tokens" }, produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getBalance")
	Balance balance(@AuthenticationPrincipal CurrentUser user) {
		return new Balance(user.username(), user.username(), this.wallet.balance(user.id()));
	}

	/**
	 * A balance.
	 *
	 * @param user the username, for older clients
	 * @param username the name as it was typed at registration
	 * @param tokens the balance: what can be spent
	 */
	@Schema(example = """
			{"user": "ada", "username": "ada", "tokens": 4000}""")
	record Balance(String user, String username, long tokens) {
	}

}
