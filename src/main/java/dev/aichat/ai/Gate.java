package dev.aichat.ai;

import java.util.Set;
import java.util.concurrent.Semaphore;

import dev.langchain4j.exception.HttpException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;

import org.springframework.stereotype.Component;

/**
 * Lets questions through to the AI, or turns them away before they cost anything: so many
 * at a time, and none for a while when most of the latest ones failed or were slow.
 */
@Component
class Gate {

	/** The part of the deadline after which a call counts as slow, in percent. */
	private static final int SLOW_PERCENT = 80;

	private static final int HALF_OPEN_CALLS = 3;

	/** The statuses that say something about the question, and not about the provider. */
	private static final Set<Integer> QUESTION_REFUSED = Set.of(400, 413, 422);

	private final Semaphore places;

	private final CircuitBreaker breaker;

	private final long pauseSeconds;

	Gate(AiSettings settings) {
		AiSettings.Breaker breaker = settings.breaker();
		this.places = new Semaphore(settings.maxConcurrent());
		this.pauseSeconds = Math.max(1, breaker.pause().toSeconds());
		this.breaker = CircuitBreaker.of("ai",
				CircuitBreakerConfig.custom()
					.slidingWindowSize(breaker.window())
					.minimumNumberOfCalls(Math.min(breaker.minimumCalls(), breaker.window()))
					.slowCallDurationThreshold(settings.deadline().multipliedBy(SLOW_PERCENT).dividedBy(100))
					.slowCallRateThreshold(50)
					.failureRateThreshold(50)
					.ignoreException(Gate::blamesTheQuestion)
					.waitDurationInOpenState(breaker.pause())
					.permittedNumberOfCallsInHalfOpenState(HALF_OPEN_CALLS)
					.maxWaitDurationInHalfOpenState(settings.deadline().plus(breaker.pause()))
					.build());
	}

	/** Otherwise one user, with questions that are refused, could shut out all others. */
	private static boolean blamesTheQuestion(Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof HttpException)) {
			cause = cause.getCause();
		}
		return cause instanceof HttpException refused && QUESTION_REFUSED.contains(refused.statusCode());
	}

	/**
	 * Takes a place at the AI.
	 * @throws AiException {@code ai_unavailable} if there is none
	 */
	Admission admit() {
		if (!this.places.tryAcquire()) {
			throw AiException.unavailable(1);
		}
		if (!this.breaker.tryAcquirePermission()) {
			this.places.release();
			throw AiException.unavailable(this.pauseSeconds);
		}
		return new Admission(this.places, this.breaker);
	}

}
