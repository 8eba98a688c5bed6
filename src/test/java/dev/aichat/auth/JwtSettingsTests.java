package dev.aichat.auth;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;

import dev.aichat.SettingsStart;

import static org.assertj.core.api.Assertions.assertThat;

/** Access tokens last for half an hour, and bad settings stop the start. */
class JwtSettingsTests {

	private final SettingsStart start = new SettingsStart(Enabling.class);

	@Test
	void defaultsAreTheContracts() {
		assertThat(this.start.with(JwtSettings.class)).isEqualTo(new JwtSettings(null, Duration.ofMinutes(30)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.jwt.access-lifetime=0s", "aichat.jwt.access-lifetime=-30m",
			"aichat.jwt.access-lifetime=25h", "aichat.jwt.access-lifetime=long" })
	void badSettingStopsTheStart(String property) {
		this.start.failsWith(property);
	}

	@EnableConfigurationProperties(JwtSettings.class)
	static class Enabling {

	}

}
