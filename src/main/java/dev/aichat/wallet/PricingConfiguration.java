package dev.aichat.wallet;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the prices that are shown. */
@Configuration(proxyBeanMethods = false)
class PricingConfiguration {

	/** Texts refer to this bean by its name, such as {@code #{pricing.price()}}. */
	@Bean
	Pricing pricing(TokenSettings tokens, TopUpSettings topUps) {
		return new Pricing(tokens.openingBalance(), tokens.price(), "message",
				new Pricing.TopUps(topUps.selfService(), topUps.maximum()), WalletService.MAX_MESSAGE);
	}

}
