package dev.aichat.ratelimit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The rate limits.
 *
 * @param enabled whether the limits apply
 * @param chat the messages of one user
 * @param registration the registrations from one address
 * @param login the failed log-ins for one name from one address, and the wrong passwords
 * of one user who is logged in
 * @param loginAddress the failed log-ins from one address
 */
@ConfigurationProperties("aichat.rate-limit")
record RateLimitSettings(@DefaultValue("true") boolean enabled, @DefaultValue("120/1m") Limit chat,
		@DefaultValue("100/1h") Limit registration, @DefaultValue("10/15m") Limit login,
		@DefaultValue("100/15m") Limit loginAddress) {
}
