package dev.aichat.auth;

import java.time.Duration;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The lifetimes of console sessions.
 *
 * @param idleTimeout the lifetime of an unused session
 * @param sessionLifetime the lifetime of any session
 */
@ConfigurationProperties("aichat.admin")
@Validated
record ConsoleSessionSettings(
		@NotNull @DurationMin(seconds = 1) @DurationMax(days = 30) @DefaultValue("30m") Duration idleTimeout,
		@NotNull @DurationMin(seconds = 1) @DurationMax(days = 30) @DefaultValue("12h") Duration sessionLifetime) {

	@AssertTrue(message = "aichat.admin.idle-timeout must not be longer than aichat.admin.session-lifetime.")
	boolean isIdleWithinSession() {
		return this.idleTimeout.compareTo(this.sessionLifetime) <= 0;
	}

}
