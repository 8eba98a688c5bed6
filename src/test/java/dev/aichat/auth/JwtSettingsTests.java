package dev.aichat.auth;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.SettingsRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Access tokens last for half an hour and sessions for a week without use and a month in
 * all; invalid settings stop the start.
 */
class JwtSettingsTests {

	private final SettingsRunner start = new SettingsRunner();

	@Test
	void defaultsAreThoseOfTheContract() {
		assertThat(this.start.with(JwtSettings.class)).isEqualTo(new JwtSettings(null, Duration.ofMinutes(30),
				Duration.ofDays(7), Duration.ofDays(30), Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.jwt.access-lifetime=0s", "aichat.jwt.access-lifetime=-30m",
			"aichat.jwt.access-lifetime=25h", "aichat.jwt.access-lifetime=long", "aichat.jwt.refresh-lifetime=0s",
			"aichat.jwt.refresh-lifetime=-7d", "aichat.jwt.refresh-lifetime=366d", "aichat.jwt.session-lifetime=0s",
			"aichat.jwt.session-lifetime=366d", "aichat.jwt.refresh-leeway=-1s", "aichat.jwt.refresh-leeway=61s" })
	void invalidSettingStopsTheStart(String property) {
		this.start.failsWith(property);
	}

	@Test
	void shorterLifetimesLieWithinLongerOnes() {
		this.start.failsNaming("aichat.jwt.access-lifetime must not be longer", "aichat.jwt.refresh-lifetime=29m");
		this.start.failsNaming("aichat.jwt.refresh-lifetime must not be longer", "aichat.jwt.session-lifetime=6d");
		assertThat(this.start.with(JwtSettings.class, "aichat.jwt.access-lifetime=1h", "aichat.jwt.refresh-lifetime=1h",
				"aichat.jwt.session-lifetime=1h", "aichat.jwt.refresh-leeway=0s"))
			.isNotNull();
	}

}
