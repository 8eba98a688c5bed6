package dev.aichat.wallet;

import org.junit.jupiter.api.Test;

import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Prices and limits are public, and those of the configuration. */
class PricingTests extends ServiceTests {

	@Test
	void pricesAreShownWithoutAccessToken() {
		assertThat(this.client.get("/api/pricing").body())
			.isEqualTo("{\"opening_balance\":4000,\"price\":100,\"unit\":\"message\","
					+ "\"top_up\":{\"self_service\":true,\"maximum\":1000000},\"message_max_characters\":4000}");
	}

	@Test
	void pricesAreThoseOfTheSettings() {
		assertThat(new Pricing(new TokenSettings(50, 7), new TopUpSettings(false, 30)))
			.isEqualTo(new Pricing(50, 7, "message", new Pricing.TopUps(false, 30), 4000));
	}

}
