package dev.aichat.wallet;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The opening balance and the price of a message.
 *
 * @param openingBalance the tokens every user starts with
 * @param price the tokens that a message costs
 */
@ConfigurationProperties("aichat.tokens")
@Validated
record TokenSettings(@Min(0) @Max(Posting.MAX_BALANCE) @DefaultValue("4000") long openingBalance,
		@Min(1) @Max(Posting.MAX_BALANCE) @DefaultValue("100") long price) {
}
