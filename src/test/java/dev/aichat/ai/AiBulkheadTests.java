package dev.aichat.ai;

import java.time.Duration;

import dev.langchain4j.exception.HttpException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who is let through the {@link AiBulkhead}, and who is turned away. */
class AiBulkheadTests {

	private static final IllegalStateException FAILURE = new IllegalStateException("as told");

	private static final long QUICK = Duration.ofMillis(10).toNanos();

	private final AiBulkhead gate = new AiBulkhead(Settings.of("max-concurrent", 2, "deadline", "60s", "breaker.window",
			4, "breaker.minimum-calls", 4, "breaker.pause", "100ms"));

	@Test
	void soManyAreLetThroughAtATime() {
		AiPermit first = this.gate.admit();
		AiPermit second = this.gate.admit();
		isTurnedAway();
		first.close();
		first.close();
		this.gate.admit();
		isTurnedAway();
		second.close();
		this.gate.admit().close();
	}

	@Test
	void nobodyIsLetThroughForAWhileOnceHalfHaveFailed() {
		answer();
		fail(FAILURE);
		answer();
		fail(FAILURE);
		isTurnedAway();
		recovers();
	}

	@Test
	void nobodyIsLetThroughForAWhileOnceHalfWereSlow() {
		for (int i = 0; i < 4; i++) {
			try (AiPermit admission = this.gate.admit()) {
				admission.answered(Duration.ofSeconds((i % 2 == 0) ? 50 : 10).toNanos());
			}
		}
		isTurnedAway();
		recovers();
	}

	@Test
	void failureWhileRecoveringTurnsAwayAgain() {
		for (int i = 0; i < 4; i++) {
			fail(FAILURE);
		}
		isTurnedAway();
		for (int i = 0; i < 3; i++) {
			soon().untilAsserted(() -> fail(FAILURE));
		}
		isTurnedAway();
		recovers();
	}

	@Test
	void placesThatWereNotUsedDoNotCount() {
		for (int i = 0; i < 4; i++) {
			fail(FAILURE);
		}
		for (int i = 0; i < 10; i++) {
			soon().untilAsserted(() -> this.gate.admit().close());
		}
		recovers();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 413, 422 })
	void questionsThatAreRefusedDoNotCount(int status) {
		for (int i = 0; i < 10; i++) {
			fail(new RuntimeException(new HttpException(status, "refused")));
		}
		this.gate.admit().close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 404, 429, 500, 503 })
	void otherRefusalsDo(int status) {
		for (int i = 0; i < 4; i++) {
			fail(new RuntimeException(new HttpException(status, "refused")));
		}
		isTurnedAway();
	}

	private void answer() {
		try (AiPermit admission = this.gate.admit()) {
			admission.answered(QUICK);
		}
	}

	private void fail(Throwable failure) {
		try (AiPermit admission = this.gate.admit()) {
			admission.failed(QUICK, failure);
		}
	}

	private void recovers() {
		for (int i = 0; i < 10; i++) {
			soon().untilAsserted(this::answer);
		}
	}

	/** Looks often: most are let through at once. */
	private static ConditionFactory soon() {
		return Awaitility.await().ignoreExceptions().pollInterval(Duration.ofMillis(5));
	}

	private void isTurnedAway() {
		assertThatExceptionOfType(AiException.class).isThrownBy(this.gate::admit).satisfies((ex) -> {
			assertThat(ex.status().value()).isEqualTo(503);
			assertThat(ex.code()).isEqualTo("ai_unavailable");
		});
	}

}
