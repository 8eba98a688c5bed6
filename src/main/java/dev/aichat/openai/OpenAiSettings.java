package dev.aichat.openai;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of a server that speaks OpenAI's chat protocol.
 *
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
@ConditionalOnProperty(name = "aichat.ai.provider", havingValue = "openai")
@ConfigurationProperties("aichat.ai")
@Validated
record OpenAiSettings(@DefaultValue("https://api.openai.com/v1") String baseUrl, @DefaultValue("") String apiKey,
		@DefaultValue("") String model, @DecimalMin("0") @DecimalMax("2") @Nullable Double temperature,
		@Min(1) @Nullable Integer maxOutputTokens, @DefaultValue("") String maxTokensField,
		@DefaultValue("true") boolean stream, @DefaultValue("true") boolean streamUsage,
		@DefaultValue("{}") String extraParameters) {

	/** Checks here what must not be shown when it is wrong, such as the key. */
	OpenAiSettings {
		baseUrl = baseUrl.strip();
		apiKey = apiKey.strip();
		if (maxTokensField.isBlank()) {
			// OpenAI itself wants the newer name; most others know only the older
			maxTokensField = baseUrl.startsWith("https://api.openai.com/") ? "max_completion_tokens" : "max_tokens";
		}
		Assert
			.isTrue(!baseUrl.matches("[^/]*//[^/?]*_.*"), "aichat.ai.base-url must name a host without an underscore, "
					+ "which the HTTP client of Java does not accept; give the server a network alias, or use its address.");
		Assert.isTrue(baseUrl.matches("(?i)https?://([\\w.-]+|\\[[0-9a-f:.]+])(:\\d+)?([/?]\\S*)?"),
				"aichat.ai.base-url must be an http or https URL.");
		Assert.isTrue(!apiKey.isEmpty(), "aichat.ai.api-key must be set when aichat.ai.provider is openai; "
				+ "servers that want none take any.");
		Assert.isTrue(apiKey.matches("[!-~]+"), "aichat.ai.api-key must consist of visible ASCII characters.");
		Assert.hasText(model, "aichat.ai.model must name a model when aichat.ai.provider is openai.");
		json(extraParameters);
	}

	ObjectNode extras() {
		return json(this.extraParameters);
	}

	private static ObjectNode json(String text) {
		try {
			return JsonMapper.shared().readValue(text, ObjectNode.class);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("aichat.ai.extra-parameters must be a JSON object.");
		}
	}

	/** Without the key. */
	@Override
	public String toString() {
		return "OpenAiSettings[baseUrl=%s, model=%s]".formatted(this.baseUrl, this.model);
	}

}
