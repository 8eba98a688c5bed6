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
 * The signing key and the lifetimes of access tokens and sessions.
 *
 * @param secret at least 32 bytes; without one, a key is generated into a file
 * @param accessLifetime the lifetime of an access token
 * @param refreshLifetime the lifetime of an unused session
 * @param sessionLifetime the lifetime of any session
 */
@ConfigurationProperties("aichat.jwt")
@Validated
record JwtSettings(@Nullable String secret,
		@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("30m") Duration accessLifetime,
		@NotNull @DurationMin(seconds = 1) @DurationMax(days = 365) @DefaultValue("7d") Duration refreshLifetime,
		@NotNull @DurationMin(seconds = 1) @DurationMax(days = 365) @DefaultValue("30d") Duration sessionLifetime) {

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
		return "JwtSettings[accessLifetime=%s, refreshLifetime=%s, sessionLifetime=%s]".formatted(this.accessLifetime,
				this.refreshLifetime, this.sessionLifetime);
	}

}
