package dev.aichat.wallet;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.openapi.Failure;
import dev.aichat.openapi.Failures;
import dev.aichat.user.CurrentUser;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.JsonPostMapping;

/** Lets users add tokens to their balance. */
@RestController
@Tag(name = "Tokens")
class TopUpController {

	private final TopUpService topUps;

	private final TopUpSettings settings;

	TopUpController(TopUpService topUps, TopUpSettings settings) {
		this.topUps = topUps;
		this.settings = settings;
	}

	/** Adds tokens to your balance. The operator may reserve this to admins. */
	@JsonPostMapping("/api/top-up")
	@Operation(operationId = "topUp")
	@Failures({ Failure.INVALID_TOKEN_AMOUNT, Failure.FORBIDDEN })
	ResponseEntity<TopUpReply> topUp(@AuthenticationPrincipal CurrentUser user, @RequestBody TopUpRequest request,
			@Nullable IdempotencyKey key) {
		TopUp topUp = this.topUps.topUp(user, amount(request.tokens()), key);
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		if (topUp.replayed()) {
			answer.header(IdempotencyKey.REPLAYED_HEADER, "true");
		}
		return answer.body(new TopUpReply("Successfully added %d tokens.".formatted(topUp.amount()), topUp.amount(),
				topUp.balance()));
	}

	/** Only a JSON integer is an amount: no fraction, string, boolean or null. */
	private long amount(@Nullable JsonNode tokens) {
		if (tokens == null || !tokens.isIntegralNumber() || !tokens.canConvertToLong()) {
			throw InvalidTokenAmountException.outOfRange(this.settings.maximum());
		}
		return tokens.longValue();
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
