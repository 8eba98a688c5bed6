package dev.aichat.ai;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.exception.HttpException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Lets questions through to the AI, or turns them away before they cost anything: so many
 * at a time, and none for a while when most of the latest ones failed or were slow.
 */
@Component
class AiBulkhead {

	private static final Logger log = LoggerFactory.getLogger(AiBulkhead.class);

	/** The part of the deadline after which a call counts as slow, in percent. */
	private static final int SLOW_PERCENT = 80;

	private static final int HALF_OPEN_CALLS = 3;

	/** The statuses that say something about the question, and not about the provider. */
	private static final Set<Integer> QUESTION_REFUSED = Set.of(400, 413, 422);

	private final int capacity;

	private final Semaphore places;

	private final Set<AiPermit> admitted = ConcurrentHashMap.newKeySet();

	private final CircuitBreaker breaker;

	private final long pauseSeconds;

	private volatile boolean shut;

	AiBulkhead(AiSettings settings) {
		AiSettings.Breaker breaker = settings.breaker();
		this.capacity = settings.maxConcurrent();
		this.places = new Semaphore(this.capacity);
		this.pauseSeconds = Math.max(1, breaker.pause().toSeconds());
		this.breaker = CircuitBreaker.of("ai",
				CircuitBreakerConfig.custom()
					.slidingWindowSize(breaker.window())
					.minimumNumberOfCalls(Math.min(breaker.minimumCalls(), breaker.window()))
					.slowCallDurationThreshold(settings.deadline().multipliedBy(SLOW_PERCENT).dividedBy(100))
					.slowCallRateThreshold(50)
					.failureRateThreshold(50)
					.ignoreException(AiBulkhead::blamesTheQuestion)
					.waitDurationInOpenState(breaker.pause())
					.permittedNumberOfCallsInHalfOpenState(HALF_OPEN_CALLS)
					.maxWaitDurationInHalfOpenState(settings.deadline().plus(breaker.pause()))
					.build());
		this.breaker.getEventPublisher()
			.onStateTransition((event) -> log.warn("The AI's breaker was {}, and is {} now",
					event.getStateTransition().getFromState(), event.getStateTransition().getToState()));
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
	AiPermit admit() {
		if (!this.places.tryAcquire()) {
			throw AiException.unavailable(1);
		}
		if (!this.breaker.tryAcquirePermission()) {
			this.places.release();
			throw AiException.unavailable(this.pauseSeconds);
		}
		AiPermit admission = new AiPermit(this.breaker, this::leave);
		this.admitted.add(admission);
		if (this.shut) {
			admission.close();
			throw AiException.unavailable(1);
		}
		return admission;
	}

	private void leave(AiPermit admission) {
		this.admitted.remove(admission);
		this.places.release();
	}

	/**
	 * Lets nobody through any more, and sends those away who were.
	 * @return how many
	 */
	int shut() {
		this.shut = true;
		List<AiPermit> left = List.copyOf(this.admitted);
		left.forEach(AiPermit::end);
		return left.size();
	}

	void open() {
		this.shut = false;
	}

	/**
	 * Waits until all places are free.
	 * @return whether they are
	 */
	boolean awaitNobody(Duration patience) throws InterruptedException {
		boolean nobody = this.places.tryAcquire(this.capacity, patience.toNanos(), TimeUnit.NANOSECONDS);
		if (nobody) {
			this.places.release(this.capacity);
		}
		return nobody;
	}

	/** How many places there are. */
	int capacity() {
		return this.capacity;
	}

	/** How many of them are taken. */
	int taken() {
		return this.capacity - this.places.availablePermits();
	}

	/** Whether the AI is asked; once open, it stays so until somebody wants to ask. */
	CircuitBreaker.State state() {
		return this.breaker.getState();
	}

}
