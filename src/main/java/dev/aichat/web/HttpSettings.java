package dev.aichat.web;

import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What a request may cost before it is read, and who is believed to have passed it on.
 *
 * @param maxBody the most bytes a body may have
 * @param bodyDeadline how long a body may take to arrive
 * @param trustedProxies whose {@code X-Forwarded-For} tells who is calling
 */
@ConfigurationProperties("aichat.http")
@Validated
record HttpSettings(@NotNull @DefaultValue("64KB") DataSize maxBody,
		@NotNull @DurationMin(millis = 100) @DefaultValue("10s") Duration bodyDeadline,
		@DefaultValue List<Network> trustedProxies) {

	HttpSettings {
		Assert.isTrue(maxBody.toBytes() > 0, "aichat.http.max-body must be positive");
	}

}
