package dev.aichat.ai;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;

import dev.aichat.SettingsStart;

import static org.assertj.core.api.Assertions.assertThat;

/** The AI's settings have good defaults, and bad ones stop the start. */
class AiSettingsTests {

	private final SettingsStart start = new SettingsStart(Enabling.class);

	@Test
	void defaultsAreTheContracts() {
		assertThat(this.start.with(AiSettings.class))
			.isEqualTo(new AiSettings(AiSettings.Provider.DUMMY, Duration.ofSeconds(60), 32_000));
	}

	@Test
	void settingsAreRead() {
		assertThat(this.start.with(AiSettings.class, "aichat.ai.provider=echo", "aichat.ai.deadline=5s",
				"aichat.ai.max-reply-characters=1"))
			.isEqualTo(new AiSettings(AiSettings.Provider.ECHO, Duration.ofSeconds(5), 1));
	}

	@Test
	void emptySettingIsTheDefault() {
		assertThat(this.start.with(AiSettings.class, "aichat.ai.provider=", "aichat.ai.deadline="))
			.isEqualTo(this.start.with(AiSettings.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.ai.provider=oracle", "aichat.ai.deadline=0s", "aichat.ai.deadline=-1s",
			"aichat.ai.deadline=99ms", "aichat.ai.deadline=31m", "aichat.ai.deadline=soon",
			"aichat.ai.max-reply-characters=0", "aichat.ai.max-reply-characters=1000001" })
	void badSettingStopsTheStart(String property) {
		this.start.failsWith(property);
	}

	@EnableConfigurationProperties(AiSettings.class)
	static class Enabling {

	}

}
