package dev.aichat.ai;

import java.net.URI;
import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who answers, and within what bounds.
 *
 * @param provider which model answers
 * @param baseUrl where an OpenAI-protocol server listens
 * @param apiKey the secret that it wants
 * @param model the model's name there
 * @param systemPrompt what the model is told before every conversation
 * @param temperature how freely it answers, from 0 to 2
 * @param maxOutputTokens the most tokens (its own, not ours) that it may answer
 * @param deadline how long an answer may take in all
 * @param idleTimeout how long it may pause between two pieces
 * @param maxReplyCharacters the most UTF-16 characters of an answer
 * @param maxConcurrent the most questions in flight
 * @param contextMessages the most earlier exchanges that are sent along
 * @param contextCharacters the most characters of them
 * @param breaker when it is no longer asked
 */
@ConfigurationProperties("aichat.ai")
@Validated
record AiSettings(@DefaultValue("dummy") Provider provider,
		@NotNull @DefaultValue("https://api.openai.com/v1") String baseUrl, @Nullable String apiKey,
		@Nullable String model, @Nullable String systemPrompt,
		@DecimalMin("0") @DecimalMax("2") @Nullable Double temperature, @Min(1) @Nullable Integer maxOutputTokens,
		@NotNull @DurationMin(millis = 100) @DurationMax(minutes = 30) @DefaultValue("60s") Duration deadline,
		@NotNull @DurationMin(millis = 100) @DurationMax(minutes = 30) @DefaultValue("15s") Duration idleTimeout,
		@Min(1) @Max(500_000) @DefaultValue("32000") int maxReplyCharacters,
		@Min(1) @Max(100_000) @DefaultValue("1000") int maxConcurrent,
		@Min(0) @Max(1000) @DefaultValue("20") int contextMessages,
		@Min(0) @Max(1_000_000) @DefaultValue("32000") int contextCharacters, @Valid @DefaultValue Breaker breaker) {

	@AssertTrue(message = "aichat.ai.model must name a model when aichat.ai.provider is openai.")
	boolean isModelNamed() {
		return this.provider != Provider.OPENAI || isPresent(this.model);
	}

	@AssertTrue(message = "aichat.ai.api-key must be set when aichat.ai.provider is openai; "
			+ "servers that want none take any.")
	boolean isKeyPresent() {
		return this.provider != Provider.OPENAI || isPresent(this.apiKey);
	}

	@AssertTrue(message = "aichat.ai.base-url must be an http or https URL.")
	boolean isUrlUsable() {
		try {
			URI uri = URI.create(this.baseUrl);
			return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static boolean isPresent(@Nullable String text) {
		return text != null && !text.isBlank();
	}

	/** Without the key, and without what the model is told. */
	@Override
	public String toString() {
		return "AiSettings[provider=%s, baseUrl=%s, model=%s]".formatted(this.provider, this.baseUrl, this.model);
	}

	/** The models that can be chosen by name. */
	enum Provider {

		/** Offline; always says the same. */
		DUMMY,

		/** Offline; says what it was told. */
		ECHO,

		/** Any server that speaks the OpenAI chat protocol. */
		OPENAI

	}

	/**
	 * When the model is no longer asked: half of the latest calls failed, or took nearly
	 * the whole deadline.
	 *
	 * @param window how many of the latest calls count
	 * @param minimumCalls how many calls it takes to judge
	 * @param pause how long nobody asks then
	 */
	record Breaker(@Min(1) @DefaultValue("50") int window, @Min(1) @DefaultValue("20") int minimumCalls,
			@NotNull @DurationMin(millis = 100) @DurationMax(minutes = 10) @DefaultValue("10s") Duration pause) {
	}

}
