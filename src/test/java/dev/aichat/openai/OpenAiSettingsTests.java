package dev.aichat.openai;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Provider;
import dev.aichat.testing.SettingsRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** The defaults and bounds of {@link OpenAiSettings}. */
class OpenAiSettingsTests {

	private static final String OPENAI = "aichat.ai.provider=openai";

	private final SettingsRunner start = new SettingsRunner();

	@Test
	void defaultsAreThoseOfTheContract() {
		OpenAiSettings settings = this.start.with(OpenAiSettings.class, OPENAI, "aichat.ai.model=m",
				"aichat.ai.api-key=k");
		assertThat(settings.baseUrl()).isEqualTo("https://api.openai.com/v1");
		assertThat(settings.maxTokensField()).isEqualTo("max_completion_tokens");
		assertThat(settings.stream()).isTrue();
		assertThat(settings.streamUsage()).isTrue();
	}

	@Test
	void blanksAroundKeyAndUrlAreStrippedAndTheKeyIsNotShown() {
		OpenAiSettings settings = this.start.with(OpenAiSettings.class, OPENAI, "aichat.ai.model=m",
				"aichat.ai.api-key= " + Provider.KEY + "\n", "aichat.ai.base-url= http://127.0.0.1:1/v1/ ");
		assertThat(settings.apiKey()).isEqualTo(Provider.KEY);
		assertThat(settings.baseUrl()).isEqualTo("http://127.0.0.1:1/v1/");
		assertThat(settings.maxTokensField()).isEqualTo("max_tokens");
		assertThat(settings).asString().contains("m").doesNotContain(Provider.KEY);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			api-key= | aichat.ai.api-key must be set when aichat.ai.provider is openai; servers that want none take any.
			api-key=a key | aichat.ai.api-key must consist of visible ASCII characters.
			model= | aichat.ai.model must name a model when aichat.ai.provider is openai.
			base-url=api.openai.com | aichat.ai.base-url must be an http or https URL.
			base-url=ftp://127.0.0.1/v1 | aichat.ai.base-url must be an http or https URL.
			base-url=http:// | aichat.ai.base-url must be an http or https URL.
			base-url=http://not a host/ | aichat.ai.base-url must be an http or https URL.
			base-url=http://my_llm:8080/v1 | aichat.ai.base-url must name a host without an underscore
			extra-parameters=[] | aichat.ai.extra-parameters must be a JSON object.
			extra-parameters={ | aichat.ai.extra-parameters must be a JSON object.""")
	void unusableSettingStopsTheStartWithOneSentence(String property, String sentence) {
		this.start.failsNaming(sentence, OPENAI, "aichat.ai.model=m", "aichat.ai.api-key=k", "aichat.ai." + property);
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.ai.temperature=3", "aichat.ai.max-output-tokens=0", "aichat.ai.stream=perhaps" })
	void invalidSettingStopsTheStart(String property) {
		this.start.failsNaming(property.substring(0, property.indexOf('=')), OPENAI, "aichat.ai.model=m",
				"aichat.ai.api-key=k", property);
	}

}
