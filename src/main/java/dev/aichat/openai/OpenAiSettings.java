package dev.aichat.openai;

import java.net.URI;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of a server that speaks OpenAI's chat protocol.
 *
 * @param provider the chosen model; only {@code openai} needs a key and a model's name
 * @param baseUrl the address that paths are appended to
 * @param apiKey the secret that the server wants
 * @param model the model's name there
 * @param temperature how freely it answers, from 0 to 2
 * @param maxOutputTokens the most tokens (its own, not ours) of a reply
 * @param maxTokensField the field that {@code maxOutputTokens} is sent in
 * @param stream whether replies are asked for piece by piece
 * @param streamUsage whether a stream is asked to report its usage
 * @param extraParameters a JSON object that is merged into each request
 */
@ConfigurationProperties("aichat.ai")
@Validated
record OpenAiSettings(@DefaultValue("dummy") String provider,
		@NotNull @DefaultValue("https://api.openai.com/v1") String baseUrl, @Nullable String apiKey,
		@Nullable String model, @DecimalMin("0") @DecimalMax("2") @Nullable Double temperature,
		@Min(1) @Nullable Integer maxOutputTokens, @Nullable String maxTokensField,
		@DefaultValue("true") boolean stream, @DefaultValue("true") boolean streamUsage,
		@DefaultValue("{}") String extraParameters) {

	OpenAiSettings {
		baseUrl = baseUrl.strip().replaceFirst("/+$", "");
		apiKey = (apiKey != null) ? apiKey.strip() : null;
		// OpenAI itself wants the newer name, and most other servers know only the older
		maxTokensField = isPresent(maxTokensField) ? maxTokensField
				: baseUrl.startsWith("https://api.openai.com/") ? "max_completion_tokens" : "max_tokens";
	}

	@AssertTrue(message = "aichat.ai.model must name a model when aichat.ai.provider is openai.")
	boolean isModelNamed() {
		return !isChosen() || isPresent(this.model);
	}

	@AssertTrue(message = "aichat.ai.api-key must be set when aichat.ai.provider is openai; "
			+ "servers that want none take any.")
	boolean isKeyPresent() {
		return !isChosen() || isPresent(this.apiKey);
	}

	@AssertTrue(message = "aichat.ai.api-key must consist of visible ASCII characters.")
	boolean isKeySendable() {
		return this.apiKey == null || this.apiKey.chars().allMatch((character) -> character > ' ' && character < 127);
	}

	@AssertTrue(message = "aichat.ai.base-url must be an http or https URL.")
	boolean isUrlUsable() {
		return !isHostNameUsable() || this.baseUrl.matches("(?i)https?://.+") && host() != null;
	}

	@AssertTrue(message = "aichat.ai.base-url must name a host without an underscore, which the HTTP client of Java "
			+ "does not accept; give the server a network alias, or use its address.")
	boolean isHostNameUsable() {
		return !this.baseUrl.matches("(?i)https?://[^/?#]*_.*") || host() != null;
	}

	@AssertTrue(message = "aichat.ai.extra-parameters must be a JSON object.")
	boolean isExtraParametersAnObject() {
		try {
			return JsonMapper.shared().readTree(this.extraParameters) instanceof ObjectNode;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	JsonNode extras() {
		return JsonMapper.shared().readTree(this.extraParameters);
	}

	private boolean isChosen() {
		return "openai".equalsIgnoreCase(this.provider);
	}

	private @Nullable String host() {
		try {
			return URI.create(this.baseUrl).getHost();
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static boolean isPresent(@Nullable String text) {
		return text != null && !text.isBlank();
	}

	/** Without the key. */
	@Override
	public String toString() {
		return "OpenAiSettings[baseUrl=%s, model=%s]".formatted(this.baseUrl, this.model);
	}

}
