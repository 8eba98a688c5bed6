package dev.aichat.ratelimit;

import java.time.Duration;

import io.lettuce.core.RedisURI;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.Validated;

/**
 * The rate limits.
 *
 * @param enabled whether the limits apply
 * @param chat the messages of one user
 * @param registration the registrations from one address
 * @param login the failed log-ins for one name from one address, and the wrong passwords
 * of one user who is logged in
 * @param loginAddress the failed log-ins from one address
 * @param redisUrl the Redis in which all instances share the limits; without it, each
 * instance has its own
 * @param redisTimeout the longest wait for an answer of Redis
 */
@ConfigurationProperties("aichat.rate-limit")
@Validated
record RateLimitSettings(@DefaultValue("true") boolean enabled, @DefaultValue("120/1m") Limit chat,
		@DefaultValue("100/1h") Limit registration, @DefaultValue("10/15m") Limit login,
		@DefaultValue("100/15m") Limit loginAddress, @Nullable String redisUrl,
		@NotNull @DurationMin(millis = 10) @DurationMax(seconds = 5) @DefaultValue("250ms") Duration redisTimeout) {

	/** The message leaves the URL out, as it may contain a password. */
	@AssertTrue(message = "aichat.rate-limit.redis-url must be a URL such as redis://:password@localhost:6379, "
			+ "or rediss:// for TLS; special characters of a password are percent-encoded.")
	boolean isRedisUrlUsable() {
		try {
			return !StringUtils.hasText(this.redisUrl) || RedisURI.create(this.redisUrl).getSocket() == null;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
