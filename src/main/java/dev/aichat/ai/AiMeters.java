package dev.aichat.ai;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.Gauge;
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

	private static final Set<State> STATES = EnumSet.of(State.CLOSED, State.OPEN, State.HALF_OPEN);

	private static final Duration[] BUCKETS = Stream
		.of(50, 100, 250, 500, 1000, 2500, 5000, 10_000, 20_000, 30_000, 60_000, 120_000)
		.map(Duration::ofMillis)
		.toArray(Duration[]::new);

	private final MeterRegistry registry;

	private final Map<String, Timer> calls = new ConcurrentHashMap<>();

	private final Timer firstDelta;

	AiMeters(MeterRegistry registry, AiBulkhead bulkhead) {
		this.registry = registry;
		OUTCOMES.forEach(this::call);
		this.firstDelta = Timer.builder("aichat.ai.first.delta")
			.description("Time until the first text of a reply.")
			.serviceLevelObjectives(BUCKETS)
			.register(registry);
		Gauge.builder("aichat.ai.calls.in.flight", bulkhead, AiBulkhead::inUse)
			.description("Questions in flight.")
			.register(registry);
		Gauge.builder("aichat.ai.calls.max", bulkhead, AiBulkhead::capacity)
			.description("The most questions in flight.")
			.register(registry);
		STATES.forEach(
				(state) -> Gauge.builder("aichat.ai.breaker.state", bulkhead, (now) -> (now.state() == state) ? 1 : 0)
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
		return this.calls.computeIfAbsent(outcome,
				(name) -> Timer.builder("aichat.ai.call")
					.description("Time until a reply ended.")
					.tag("outcome", name)
					.serviceLevelObjectives(BUCKETS)
					.register(this.registry));
	}

}
