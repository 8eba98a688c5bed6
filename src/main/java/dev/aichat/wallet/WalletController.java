package dev.aichat.wallet;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.openapi.Failures;
import dev.aichat.user.CurrentUser;
import dev.aichat.wallet.TopUpService.TopUp;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;
import dev.aichat.web.Routes;

/** Shows users their balance and ledger, and tops the balance up. */
@RestController
@Tag(name = "Tokens")
class WalletController {

	private final WalletService wallet;

	private final TopUpService topUps;

	private final Pricing pricing;

	WalletController(WalletService wallet, TopUpService topUps, Pricing pricing) {
		this.wallet = wallet;
		this.topUps = topUps;
		this.pricing = pricing;
	}

	/** Returns the prices and limits. No access token is needed. */
	@GetMapping(path = Routes.PRICING, produces = MediaType.APPLICATION_JSON_VALUE)
	@SecurityRequirements
	Pricing getPricing() {
		return this.pricing;
	}

	/** Returns your balance. */
	@GetMapping(path = { "/api/balance", "/api/tokens" }, produces = MediaType.APPLICATION_JSON_VALUE)
	Balance getBalance(@AuthenticationPrincipal CurrentUser user) {
		return new Balance(user.username(), user.username(), this.wallet.balance(user.id()));
	}

	/**
	 * Lists every change of your balance, newest first. The amounts of all entries add up
	 * to the balance.
	 */
	@GetMapping(path = "/api/ledger", produces = MediaType.APPLICATION_JSON_VALUE)
	Page<LedgerEntry, Long> listLedger(@AuthenticationPrincipal CurrentUser user,
			@RequestParam(defaultValue = Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
			@RequestParam(required = false) @Nullable Long before) {
		return this.wallet.ledger(user.id(), limit, before);
	}

	/**
	 * Adds tokens to your balance. The operator may reserve this to admins. With an
	 * Idempotency-Key, a request that is sent again after a lost answer adds nothing
	 * more.
	 */
	@PostMapping(path = "/api/top-up", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Failures({ "invalid_token_amount", "forbidden" })
	ResponseEntity<TopUpReply> topUp(@AuthenticationPrincipal CurrentUser user, @RequestBody TopUpRequest request,
			@Nullable IdempotencyKey key) {
		TopUp topUp = this.topUps.topUp(user, request.amount(), key);
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		if (topUp.replayed()) {
			answer.header(IdempotencyKey.REPLAYED_HEADER, "true");
		}
		return answer.body(new TopUpReply("Successfully added %d tokens.".formatted(topUp.amount()), topUp.amount(),
				topUp.balance()));
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
	record Balance(@Schema(deprecated = true) String user, String username, long tokens) {
	}

	/**
	 * The tokens to add.
	 *
	 * @param tokens how many tokens to add
	 */
	@Schema(example = """
			{"tokens": 500}""")
	record TopUpRequest(@Schema(implementation = Long.class, minimum = "1",
			requiredMode = Schema.RequiredMode.REQUIRED) @Nullable JsonNode tokens) {

		/** The amount; 0, which is never valid, for anything but a JSON integer. */
		long amount() {
			return (this.tokens != null && this.tokens.isIntegralNumber() && this.tokens.canConvertToLong())
					? this.tokens.longValue() : 0;
		}

	}

	/**
	 * The balance after a top-up.
	 *
	 * @param message a sentence for people
	 * @param tokensAdded the tokens added
	 * @param totalTokens the balance right after
	 */
	@Schema(example = """
			{"message": "Successfully added 500 tokens.", "tokens_added": 500, "total_tokens": 4500}""")
	record TopUpReply(String message, long tokensAdded, long totalTokens) {
	}

}
