package dev.aichat.auth;

import java.time.Duration;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The signing key, the lifetimes of access tokens and sessions, and the refresh leeway.
 *
 * @param secret at least 32 bytes; without one, a key is generated into a file
 * @param accessLifetime the lifetime of an access token
 * @param refreshLifetime the lifetime of an unused session
 * @param sessionLifetime the lifetime of any session
 * @param refreshLeeway the time in which the refresh token that was spent last is
 * answered again
 */
@ConfigurationProperties("aichat.jwt")
@Validated
record JwtSettings(@Nullable String secret,
		@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("30m") Duration accessLifetime,
		@NotNull @DurationMin(seconds = 1) @DurationMax(days = 365) @DefaultValue("7d") Duration refreshLifetime,
		@NotNull @DurationMin(seconds = 1) @DurationMax(days = 365) @DefaultValue("30d") Duration sessionLifetime,
		@NotNull @DurationMin @DurationMax(minutes = 1) @DefaultValue("10s") Duration refreshLeeway) {

	@AssertTrue(message = "aichat.jwt.access-lifetime must not be longer than aichat.jwt.refresh-lifetime.")
	boolean isAccessWithinRefresh() {
		return this.accessLifetime.compareTo(this.refreshLifetime) <= 0;
	}

	@AssertTrue(message = "aichat.jwt.refresh-lifetime must not be longer than aichat.jwt.session-lifetime.")
	boolean isRefreshWithinSession() {
		return this.refreshLifetime.compareTo(this.sessionLifetime) <= 0;
	}

	@Override
	public String toString() {
		return "JwtSettings[accessLifetime=%s, refreshLifetime=%s, sessionLifetime=%s, refreshLeeway=%s]"
			.formatted(this.accessLifetime, this.refreshLifetime, this.sessionLifetime, this.refreshLeeway);
	}

}
