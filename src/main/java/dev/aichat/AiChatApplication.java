package dev.aichat;

import java.time.Clock;
import java.util.Locale;
import java.util.TimeZone;

import com.github.benmanes.caffeine.cache.Ticker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactories;
import org.springframework.data.jpa.repository.query.QueryEnhancerSelector.DefaultQueryEnhancerSelector;
import org.springframework.data.repository.config.BootstrapMode;
import org.springframework.scheduling.annotation.EnableScheduling;

import dev.aichat.cli.SuperuserCommand;

/** The metered AI chat backend. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableJpaRepositories(queryEnhancerSelector = AiChatApplication.FixedQueries.class,
		bootstrapMode = BootstrapMode.DEFERRED)
public class AiChatApplication {

	public static void main(String[] args) {
		// HQL is lower-cased by the locale, and the zone is sent to PostgreSQL
		Locale.setDefault(Locale.ROOT);
		TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
		if (SuperuserCommand.isIn(args)) {
			System.exit(SuperuserCommand.run(AiChatApplication.class, args));
		}
		SpringApplication.run(AiChatApplication.class, args);
	}

	@Bean
	Ticker ticker() {
		return Ticker.systemTicker();
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	/**
	 * Reads queries without Spring Data's own parser, which takes a second at the start:
	 * no query is to be sorted or counted, and Hibernate validates them all.
	 */
	static class FixedQueries extends DefaultQueryEnhancerSelector {

		FixedQueries() {
			super(QueryEnhancerFactories.fallback(), QueryEnhancerFactories.fallback());
		}

	}

	/** Enables scheduled jobs in the service, and not in a command. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	@EnableScheduling
	static class Scheduling {

	}

}
