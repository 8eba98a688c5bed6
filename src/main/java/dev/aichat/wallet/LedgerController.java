package dev.aichat.wallet;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.user.CurrentUser;
import dev.aichat.web.Page;

/** Shows users every change of their balance. */
@RestController
@Tag(name = "Tokens")
class LedgerController {

	private final WalletService wallet;

	LedgerController(WalletService wallet) {
		this.wallet = wallet;
	}

	/**
	 * Lists every change of your balance, newest first. The amounts of all entries add up
	 * to the balance.
	 */
	@GetMapping(path = "/api/ledger", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "listLedger")
	Page<LedgerEntry, Long> ledger(@AuthenticationPrincipal CurrentUser user,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable Long before) {
		return this.wallet.ledger(user.id(), limit, before);
	}

}
