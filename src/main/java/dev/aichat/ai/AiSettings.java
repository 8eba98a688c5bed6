package dev.aichat.ai;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who answers, and within what bounds.
 *
 * @param provider which model answers
 * @param deadline how long an answer may take in all
 * @param maxReplyCharacters the most UTF-16 characters of an answer
 */
@ConfigurationProperties("aichat.ai")
@Validated
record AiSettings(@DefaultValue("dummy") Provider provider,
		@NotNull @DurationMin(millis = 100) @DurationMax(minutes = 30) @DefaultValue("60s") Duration deadline,
		@Min(1) @Max(1_000_000) @DefaultValue("32000") int maxReplyCharacters) {

	/** The models that can be chosen by name. */
	enum Provider {

		/** Offline; always says the same. */
		DUMMY,

		/** Offline; says what it was told. */
		ECHO

	}

}
