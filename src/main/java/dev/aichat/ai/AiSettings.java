package dev.aichat.ai;

import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings that hold for every model.
 *
 * @param provider the model, unless a bean of the application takes its place
 * @param deadline the longest that a reply may take
 * @param idleTimeout the longest pause within a reply
 * @param maxReplyCharacters the most UTF-16 characters of a reply
 * @param stripThinking whether {@code <think>} blocks are left out of replies
 * @param maxConcurrent the most questions in flight
 * @param breaker when questions are rejected
 * @param dummy how the offline models answer
 */
@ConfigurationProperties("aichat.ai")
@Validated
record AiSettings(@DefaultValue("dummy") Provider provider,
		@NotNull @DurationMin(millis = 100) @DurationMax(minutes = 30) @DefaultValue("60s") Duration deadline,
		@NotNull @DurationMin(millis = 100) @DurationMax(minutes = 30) @DefaultValue("15s") Duration idleTimeout,
		@Min(1) @Max(500_000) @DefaultValue("32000") int maxReplyCharacters,
		@DefaultValue("true") boolean stripThinking, @Min(1) @Max(100_000) @DefaultValue("1000") int maxConcurrent,
		@Valid @DefaultValue Breaker breaker, @Valid @DefaultValue Dummy dummy) {

	/** The models that can be chosen by name; the first two work offline. */
	enum Provider {

		DUMMY, ECHO, OPENAI

	}

	/**
	 * The circuit breaker, which opens when half of the latest calls failed.
	 *
	 * @param window how many of the latest calls count
	 * @param minimumCalls how many calls it takes to judge
	 * @param pause how long all questions are rejected then
	 */
	record Breaker(@Min(1) @DefaultValue("50") int window, @Min(1) @DefaultValue("20") int minimumCalls,
			@NotNull @DurationMin(millis = 100) @DurationMax(minutes = 10) @DefaultValue("10s") Duration pause) {
	}

	/**
	 * The offline models.
	 *
	 * @param delay how long a reply takes
	 * @param pieces how many pieces it comes in
	 * @param commands whether the dummy obeys messages such as {@code /fail}
	 */
	record Dummy(@NotNull @DurationMin @DurationMax(minutes = 30) @DefaultValue("0s") Duration delay,
			@Min(1) @Max(1000) @DefaultValue("1") int pieces, @DefaultValue("true") boolean commands) {
	}

}
