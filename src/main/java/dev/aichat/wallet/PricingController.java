package dev.aichat.wallet;

import java.util.Map;

import io.swagger.v3.oas.annotations.Hidden;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** TEMPORARY until document lands. */
@RestController
@Hidden
class PricingController {

	private final TokenSettings tokens;

	private final TopUpSettings topUp;

	PricingController(TokenSettings tokens, TopUpSettings topUp) {
		this.tokens = tokens;
		this.topUp = topUp;
	}

	@GetMapping("/api/pricing")
	Map<String, Object> pricing() {
		return Map.of("opening_balance", this.tokens.openingBalance(), "price", this.tokens.price(), "unit", "message",
				"top_up", Map.of("self_service", this.topUp.selfService(), "maximum", this.topUp.maximum()),
				"message_max_characters", 4000);
	}

}
