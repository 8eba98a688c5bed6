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

/** Measures the AI's answers, and the state of the {@link AiBulkhead}. */
@Component
class AiMeters {

	private static final String ANSWERED = "answered";

	/** There from the start, so that the first of each is seen as an increase. */
	private static final List<String> OUTCOMES = List.of(ANSWERED, "ai_failed", "ai_timeout", "ai_unavailable",
			"chat_stopped");

	private final MeterProvider<Timer> calls;

	private final Timer firstDelta;

	AiMeters(MeterRegistry registry, AiBulkhead bulkhead) {
		this.calls = Timer.builder("aichat.ai.call").description("Time until a reply ended.").withRegistry(registry);
		OUTCOMES.forEach(this::call);
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

	void answered(long nanos) {
		call(ANSWERED).record(nanos, TimeUnit.NANOSECONDS);
	}

	void failed(AiException failure, long nanos) {
		call(failure.code()).record(nanos, TimeUnit.NANOSECONDS);
	}

	void firstDelta(long nanos) {
		this.firstDelta.record(nanos, TimeUnit.NANOSECONDS);
	}

	private Timer call(String outcome) {
		return this.calls.withTag("outcome", outcome);
	}

}
