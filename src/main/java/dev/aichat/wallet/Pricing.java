package dev.aichat.wallet;

import io.swagger.v3.oas.annotations.media.Schema;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The prices and limits, which everybody may know.
 *
 * @param openingBalance the tokens that every user starts with
 * @param price the tokens that a unit costs
 * @param unit what the price buys: a message with its reply
 * @param topUp the limits of top-ups
 * @param messageMaxCharacters the most characters of a message
 */
@Component
@Schema(example = """
		{"opening_balance": 4000, "price": 100, "unit": "message",
		"top_up": {"self_service": true, "maximum": 1000000}, "message_max_characters": 4000}""")
record Pricing(long openingBalance, long price, String unit, TopUps topUp, int messageMaxCharacters) {

	/** Makes the bean that texts refer to, such as by {@code #{pricing.price()}}. */
	@Autowired
	Pricing(TokenSettings tokens, TopUpSettings topUps) {
		this(tokens.openingBalance(), tokens.price(), "message", new TopUps(topUps.selfService(), topUps.maximum()),
				WalletService.MAX_MESSAGE);
	}

	/**
	 * The limits of top-ups.
	 *
	 * @param selfService whether users may top up their own balance; admins always may
	 * @param maximum the most tokens of one top-up
	 */
	record TopUps(boolean selfService, long maximum) {
	}

}
