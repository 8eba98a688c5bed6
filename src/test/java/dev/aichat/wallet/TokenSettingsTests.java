package dev.aichat.wallet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.SettingsRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Token and top-up settings have the contract's defaults, and invalid ones stop the
 * start.
 */
class TokenSettingsTests {

	private final SettingsRunner start = new SettingsRunner();

	@Test
	void defaultsAreThoseOfTheContract() {
		assertThat(this.start.with(TokenSettings.class)).isEqualTo(new TokenSettings(4000, 100));
		assertThat(this.start.with(TopUpSettings.class)).isEqualTo(new TopUpSettings(true, 1_000_000));
	}

	@Test
	void pricesAreThoseOfTheSettings() {
		assertThat(new Pricing(new TokenSettings(50, 7), new TopUpSettings(false, 30)))
			.isEqualTo(new Pricing(50, 7, "message", new Pricing.TopUps(false, 30), 4000));
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.tokens.opening-balance=-1", "aichat.tokens.opening-balance=1000000000001",
			"aichat.tokens.price=0", "aichat.tokens.price=-100", "aichat.tokens.price=1.5", "aichat.top-up.maximum=0",
			"aichat.top-up.maximum=1000000000001", "aichat.top-up.self-service=maybe" })
	void invalidSettingStopsTheStart(String property) {
		this.start.failsWith(property);
	}

}
