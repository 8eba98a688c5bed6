package dev.aichat.ai;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/** The health and the gauges of the {@link AiBulkhead}. */
class AiHealthTests {

	private final AiSettings settings = Settings.of("max-concurrent", 2, "breaker.window", 4, "breaker.minimum-calls",
			4, "breaker.pause", "100ms");

	private final AiBulkhead bulkhead = Settings.bulkhead(this.settings);

	private final HealthIndicator health = new AiConfiguration().aiHealthIndicator(this.bulkhead, this.settings);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@BeforeEach
	void measure() {
		new AiConfiguration().aiMeters(this.bulkhead, this.settings).bindTo(this.meters);
	}

	@Test
	void openBreakerIsShownUntilTheAiAnswersAgain() {
		isSeen(Status.UP, "closed");
		for (int i = 0; i < 4; i++) {
			try (AiCall call = this.bulkhead.admit()) {
				call.failed(AiException.timeout());
			}
		}
		isSeen(Status.DOWN, "open");
		Awaitility.await().ignoreExceptions().untilAsserted(this::answer);
		isSeen(Status.UNKNOWN, "half_open");
		Awaitility.await().untilAsserted(() -> {
			answer();
			isSeen(Status.UP, "closed");
		});
	}

	@Test
	void callsInFlightAreShown() {
		try (AiCall call = this.bulkhead.admit()) {
			assertThat(this.health.health().getDetails()).containsEntry("callsInFlight", 1)
				.containsEntry("maxCalls", 2);
			assertThat(gauge("aichat.ai.calls.in.flight")).isEqualTo(1);
			assertThat(gauge("aichat.ai.calls.max")).isEqualTo(2);
			call.answered();
		}
		assertThat(this.health.health().getDetails()).containsEntry("callsInFlight", 0);
		assertThat(gauge("aichat.ai.calls.in.flight")).isZero();
	}

	private void answer() {
		try (AiCall call = this.bulkhead.admit()) {
			call.answered();
		}
	}

	private void isSeen(Status status, String breaker) {
		Health seen = this.health.health();
		assertThat(seen.getStatus()).isEqualTo(status);
		assertThat(seen.getDetails().get("breaker")).asString().isEqualToIgnoringCase(breaker);
		assertThat(this.meters.get("aichat.ai.breaker.state").gauges()).hasSize(3)
			.allSatisfy((gauge) -> assertThat(gauge.value())
				.isEqualTo(breaker.equals(gauge.getId().getTag("state")) ? 1 : 0));
	}

	private double gauge(String name) {
		return this.meters.get(name).gauge().value();
	}

}
