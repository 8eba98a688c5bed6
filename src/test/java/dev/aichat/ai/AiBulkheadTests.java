package dev.aichat.ai;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The limits of the {@link AiBulkhead}, its health and its gauges. */
class AiBulkheadTests {

	private final AiSettings settings = Settings.of("max-concurrent", 2, "deadline", "60s", "breaker.window", 4,
			"breaker.minimum-calls", 4, "breaker.pause", "1s");

	private final AiBulkhead bulkhead = Settings.bulkhead(this.settings);

	private final HealthIndicator health = new AiConfiguration().aiHealthIndicator(this.bulkhead, this.settings);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@BeforeEach
	void measure() {
		new AiConfiguration().aiMeters(this.bulkhead, this.settings).bindTo(this.meters);
	}

	@Test
	void callsAreLimitedUntilTheyAreClosed() {
		AiCall first = this.bulkhead.admit();
		AiCall second = this.bulkhead.admit();
		isRejected();
		first.close();
		first.close();
		this.bulkhead.admit();
		isRejected();
		second.close();
		this.bulkhead.admit().close();
	}

	@Test
	void breakerOpensForAWhileOnceHalfHaveFailed() {
		answer();
		fail();
		answer();
		fail();
		isRejected();
		recovers();
	}

	@Test
	void failureInTheHalfOpenBreakerOpensItAgain() {
		for (int i = 0; i < 4; i++) {
			fail();
		}
		isRejected();
		for (int i = 0; i < 3; i++) {
			soon().untilAsserted(this::fail);
		}
		isRejected();
		recovers();
	}

	@Test
	void questionsThatAreNotAskedDoNotCount() {
		for (int i = 0; i < 4; i++) {
			fail();
		}
		for (int i = 0; i < 10; i++) {
			soon().untilAsserted(() -> this.bulkhead.admit().close());
		}
		recovers();
	}

	@Test
	void stateOfTheBreakerIsShown() {
		isSeen(Status.UP, "closed");
		for (int i = 0; i < 4; i++) {
			fail();
		}
		isSeen(Status.DOWN, "open");
		soon().untilAsserted(this::answer);
		isSeen(Status.UNKNOWN, "half_open");
		recovers();
		isSeen(Status.UP, "closed");
	}

	@Test
	void callsInFlightAreShown() {
		try (AiCall call = this.bulkhead.admit()) {
			assertThat(this.health.health().getDetails()).containsEntry("callsInFlight", 1)
				.containsEntry("maxCalls", 2);
			assertThat(this.meters.get("aichat.ai.calls.in.flight").gauge().value()).isEqualTo(1);
			assertThat(this.meters.get("aichat.ai.calls.max").gauge().value()).isEqualTo(2);
			call.answered();
		}
		assertThat(this.health.health().getDetails()).containsEntry("callsInFlight", 0);
		assertThat(this.meters.get("aichat.ai.calls.in.flight").gauge().value()).isZero();
	}

	private void answer() {
		try (AiCall call = this.bulkhead.admit()) {
			call.answered();
		}
	}

	private void fail() {
		try (AiCall call = this.bulkhead.admit()) {
			call.failed(AiException.timeout());
		}
	}

	private void recovers() {
		for (int i = 0; i < 10; i++) {
			soon().untilAsserted(this::answer);
		}
	}

	/** Polls often: most permits are granted at once. */
	private static ConditionFactory soon() {
		return Awaitility.await().ignoreExceptions().pollInterval(Duration.ofMillis(5));
	}

	private void isSeen(Status status, String breaker) {
		Health seen = this.health.health();
		assertThat(seen.getStatus()).isEqualTo(status);
		assertThat(seen.getDetails().get("breaker")).asString().isEqualToIgnoringCase(breaker);
		assertThat(this.meters.get("aichat.ai.breaker.state").gauges()).hasSize(3)
			.allSatisfy((gauge) -> assertThat(gauge.value())
				.isEqualTo(breaker.equals(gauge.getId().getTag("state")) ? 1 : 0));
	}

	private void isRejected() {
		assertThatExceptionOfType(AiException.class).isThrownBy(this.bulkhead::admit).satisfies((ex) -> {
			assertThat(ex.status().value()).isEqualTo(503);
			assertThat(ex.code()).isEqualTo("ai_unavailable");
		});
	}

}
