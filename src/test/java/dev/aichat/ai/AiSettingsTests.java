package dev.aichat.ai;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.aichat.testing.SettingsRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** The defaults and bounds of {@link AiSettings}. */
class AiSettingsTests {

	private final SettingsRunner start = new SettingsRunner();

	@Test
	void defaultsAreThoseOfTheContract() {
		AiSettings settings = this.start.with(AiSettings.class);
		assertThat(settings.provider()).isEqualTo(AiSettings.Provider.DUMMY);
		assertThat(settings.stripThinking()).isTrue();
		assertThat(settings.deadline()).hasSeconds(60);
		assertThat(settings.idleTimeout()).hasSeconds(15);
		assertThat(settings.maxReplyCharacters()).isEqualTo(32_000);
		assertThat(settings.maxConcurrent()).isEqualTo(1000);
	}

	@Test
	void dummyObeysCommandsUnlessInProduction() {
		ApplicationContextRunner start = new ApplicationContextRunner()
			.withInitializer(new ConfigDataApplicationContextInitializer())
			.withUserConfiguration(Enabling.class);
		start.run((context) -> assertThat(context.getBean(AiSettings.class).dummy().commands()).isTrue());
		start.withPropertyValues("spring.profiles.active=prod")
			.run((context) -> assertThat(context.getBean(AiSettings.class).dummy().commands()).isFalse());
	}

	@Test
	void emptySettingIsTheDefault() {
		assertThat(this.start.with(AiSettings.class, "aichat.ai.provider=", "aichat.ai.deadline="))
			.isEqualTo(this.start.with(AiSettings.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.ai.provider=oracle", "aichat.ai.deadline=0s", "aichat.ai.deadline=-1s",
			"aichat.ai.deadline=99ms", "aichat.ai.deadline=31m", "aichat.ai.deadline=soon", "aichat.ai.dummy.pieces=0",
			"aichat.ai.dummy.delay=-1s", "aichat.ai.max-reply-characters=0", "aichat.ai.max-reply-characters=500001" })
	void invalidSettingStopsTheStart(String property) {
		this.start.failsWith(property);
	}

	@EnableConfigurationProperties(AiSettings.class)
	static class Enabling {

	}

}
