package dev.aichat.web;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.util.unit.DataSize;

import dev.aichat.SettingsStart;

import static org.assertj.core.api.Assertions.assertThat;

/** Bodies are bounded by default, and bad bounds stop the start. */
class HttpSettingsTests {

	private final SettingsStart start = new SettingsStart(Enabling.class);

	@Test
	void defaultsAreTheContracts() {
		assertThat(this.start.with(HttpSettings.class))
			.isEqualTo(new HttpSettings(DataSize.ofKilobytes(64), Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.http.max-body=much", "aichat.http.max-body=-1KB", "aichat.http.max-body=0",
			"aichat.http.body-deadline=0s", "aichat.http.body-deadline=-1s" })
	void badSettingStopsTheStart(String property) {
		this.start.failsWith(property);
	}

	@EnableConfigurationProperties(HttpSettings.class)
	static class Enabling {

	}

}
