package dev.aichat.ai;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/** Measures the AI's replies, and the state of the {@link AiBulkhead}. */
@Component
class AiMeters {

	private final MeterProvider<Timer> calls;

	private final Timer firstDelta;

	AiMeters(MeterRegistry registry, AiBulkhead bulkhead) {
		this.calls = Timer.builder("aichat.ai.call").description("Time until a reply ended.").withRegistry(registry);
		// There from the start, so that the first of each is seen as an increase
		List.of("answered", "ai_failed", "ai_timeout", "ai_unavailable", "chat_stopped")
			.forEach((outcome) -> this.calls.withTag("outcome", outcome));
		this.firstDelta = Timer.builder("aichat.ai.first.delta")
			.description("Time until the first text of a reply.")
			.register(registry);
		Gauge.builder("aichat.ai.calls.in.flight", bulkhead, AiBulkhead::inUse)
			.description("Questions in flight.")
			.register(registry);
		Gauge.builder("aichat.ai.calls.max", bulkhead, AiBulkhead::capacity)
			.description("The most questions in flight.")
			.register(registry);
		List.of(State.CLOSED, State.OPEN, State.HALF_OPEN)
			.forEach((state) -> Gauge
				.builder("aichat.ai.breaker.state", bulkhead, (now) -> (now.state() == state) ? 1 : 0)
				.description("1 for the circuit breaker's state, 0 for the others; open rejects all questions.")
				.tag("state", state.name().toLowerCase(Locale.ROOT))
				.register(registry));
	}

	/** Records a call; the times are in nanoseconds, the latter 0 if no text came. */
	void ended(String outcome, long elapsed, long firstDelta) {
		this.calls.withTag("outcome", outcome).record(elapsed, TimeUnit.NANOSECONDS);
		if (firstDelta > 0) {
			this.firstDelta.record(firstDelta, TimeUnit.NANOSECONDS);
		}
	}

}
