package dev.aichat.ai;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;

import dev.aichat.testing.SettingsRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** The AI's settings have good defaults, and bad ones stop the start. */
class AiSettingsTests {

	private final SettingsRunner start = new SettingsRunner(Enabling.class);

	@Test
	void defaultsAreTheContracts() {
		AiSettings settings = this.start.with(AiSettings.class);
		assertThat(settings.provider()).isEqualTo(AiSettings.Provider.DUMMY);
		assertThat(settings.baseUrl()).isEqualTo("https://api.openai.com/v1");
		assertThat(settings.deadline()).hasSeconds(60);
		assertThat(settings.idleTimeout()).hasSeconds(15);
		assertThat(settings.maxReplyCharacters()).isEqualTo(32_000);
		assertThat(settings.maxConcurrent()).isEqualTo(1000);
		assertThat(settings.contextMessages()).isEqualTo(20);
	}

	@Test
	void settingsAreRead() {
		AiSettings settings = this.start.with(AiSettings.class, "aichat.ai.provider=openai", "aichat.ai.model=m",
				"aichat.ai.api-key=very secret", "aichat.ai.base-url=http://127.0.0.1:1/v1", "aichat.ai.deadline=5s",
				"aichat.ai.max-reply-characters=1");
		assertThat(settings.provider()).isEqualTo(AiSettings.Provider.OPENAI);
		assertThat(settings.deadline()).hasSeconds(5);
		assertThat(settings.maxReplyCharacters()).isEqualTo(1);
		assertThat(settings.toString()).doesNotContain("very secret");
	}

	@Test
	void openAiWantsAModelAndAKey() {
		this.start.failsNaming("aichat.ai.model must", "aichat.ai.provider=openai", "aichat.ai.api-key=k");
		this.start.failsNaming("aichat.ai.api-key must", "aichat.ai.provider=openai", "aichat.ai.model=m");
	}

	@Test
	void emptySettingIsTheDefault() {
		assertThat(this.start.with(AiSettings.class, "aichat.ai.provider=", "aichat.ai.deadline="))
			.isEqualTo(this.start.with(AiSettings.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.ai.provider=oracle", "aichat.ai.deadline=0s", "aichat.ai.deadline=-1s",
			"aichat.ai.deadline=99ms", "aichat.ai.deadline=31m", "aichat.ai.deadline=soon",
			"aichat.ai.max-reply-characters=0", "aichat.ai.max-reply-characters=500001", "aichat.ai.base-url=nowhere",
			"aichat.ai.base-url=ftp://example.org", "aichat.ai.temperature=3" })
	void badSettingStopsTheStart(String property) {
		this.start.failsWith(property);
	}

	@EnableConfigurationProperties(AiSettings.class)
	static class Enabling {

	}

}
