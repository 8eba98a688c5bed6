package dev.aichat.ai;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The limits of the {@link AiBulkhead}. */
class AiBulkheadTests {

	private final AiBulkhead bulkhead = Settings.bulkhead(Settings.of("max-concurrent", 2, "deadline", "60s",
			"breaker.window", 4, "breaker.minimum-calls", 4, "breaker.pause", "1s"));

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

	private void isRejected() {
		assertThatExceptionOfType(AiException.class).isThrownBy(this.bulkhead::admit).satisfies((ex) -> {
			assertThat(ex.status().value()).isEqualTo(503);
			assertThat(ex.code()).isEqualTo("ai_unavailable");
		});
	}

}
