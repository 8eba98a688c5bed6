package dev.aichat.wallet;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of top-ups.
 *
 * @param selfService whether users may top up their own balance; admins always may
 * @param maximum the most tokens of one top-up
 */
@ConfigurationProperties("aichat.top-up")
@Validated
record TopUpSettings(@DefaultValue("true") boolean selfService,
		@Min(1) @Max(Posting.MAX_BALANCE) @DefaultValue("1000000") long maximum) {
}
