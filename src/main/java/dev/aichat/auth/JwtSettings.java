package dev.aichat.auth;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How access tokens are made.
 *
 * @param secret at least 32 bytes; without it, a key is generated once into a file
 * @param accessLifetime how long an access token is good for
 */
@ConfigurationProperties("aichat.jwt")
@Validated
record JwtSettings(@Nullable String secret,
		@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("30m") Duration accessLifetime) {

	@Override
	public String toString() {
		return "JwtSettings[accessLifetime=" + this.accessLifetime + "]";
	}

}
