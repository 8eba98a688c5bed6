package dev.aichat.ai;

import java.util.List;
import java.util.Locale;

import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.task.AsyncTaskExecutor;

/** Chooses the model that is asked, and shows its health and load. */
@Configuration(proxyBeanMethods = false)
class AiConfiguration {

	/** A LangChain4j bean takes precedence over the model that the settings name. */
	@Bean
	@Primary
	LanguageModel model(AiSettings settings, ObjectProvider<StreamingChatModel> adopted,
			@Qualifier("openai") ObjectProvider<LanguageModel> openAi,
			@Qualifier("applicationTaskExecutor") AsyncTaskExecutor threads) {
		StreamingChatModel own = adopted.getIfAvailable();
		if (own != null) {
			return new LangChain4jModel(own, threads);
		}
		return (settings.provider() == AiSettings.Provider.OPENAI) ? openAi.getObject() : new OfflineModel(settings);
	}

	/**
	 * Shows the circuit breaker's state. It is not part of readiness: everything else
	 * works, and the other instances ask the same AI.
	 */
	@Bean
	HealthIndicator aiHealthIndicator(AiBulkhead bulkhead, AiSettings settings) {
		return () -> Health.status(switch (bulkhead.state()) {
			case OPEN -> Status.DOWN;
			case HALF_OPEN -> Status.UNKNOWN;
			default -> Status.UP;
		})
			.withDetail("breaker", bulkhead.state())
			.withDetail("callsInFlight", bulkhead.inUse())
			.withDetail("maxCalls", settings.maxConcurrent())
			.build();
	}

	/** Measures the load of the AI, and the circuit breaker. */
	@Bean
	MeterBinder aiMeters(AiBulkhead bulkhead, AiSettings settings) {
		return (registry) -> {
			Gauge.builder("aichat.ai.calls.in.flight", bulkhead, AiBulkhead::inUse)
				.description("Questions in flight.")
				.register(registry);
			Gauge.builder("aichat.ai.calls.max", settings::maxConcurrent)
				.description("The most questions in flight.")
				.register(registry);
			for (State state : List.of(State.CLOSED, State.OPEN, State.HALF_OPEN)) {
				Gauge.builder("aichat.ai.breaker.state", () -> (bulkhead.state() == state) ? 1 : 0)
					.description("1 for the circuit breaker's state, 0 for the others; open rejects all questions.")
					.tag("state", state.name().toLowerCase(Locale.ROOT))
					.register(registry);
			}
		};
	}

}
