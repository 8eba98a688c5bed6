package dev.aichat.ai;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Limits the questions in flight, and rejects all of them for a while when most of the
 * latest ones failed.
 */
@Component
class AiBulkhead {

	private static final Logger log = LoggerFactory.getLogger(AiBulkhead.class);

	private static final int HALF_OPEN_CALLS = 3;

	private final int capacity;

	private final Semaphore free;

	private final Set<AiPermit> permits = ConcurrentHashMap.newKeySet();

	private final CircuitBreaker breaker;

	private final long pauseSeconds;

	private volatile boolean closed;

	AiBulkhead(AiSettings settings) {
		AiSettings.Breaker breaker = settings.breaker();
		this.capacity = settings.maxConcurrent();
		this.free = new Semaphore(this.capacity);
		this.pauseSeconds = Math.max(1, breaker.pause().toSeconds());
		this.breaker = CircuitBreaker.of("ai",
				CircuitBreakerConfig.custom()
					.slidingWindowSize(breaker.window())
					.minimumNumberOfCalls(Math.min(breaker.minimumCalls(), breaker.window()))
					.failureRateThreshold(50)
					// an answer that is slow but complete is no failure
					.slowCallDurationThreshold(Duration.ofDays(1))
					.waitDurationInOpenState(breaker.pause())
					.permittedNumberOfCallsInHalfOpenState(HALF_OPEN_CALLS)
					.maxWaitDurationInHalfOpenState(settings.deadline().plus(breaker.pause()))
					.build());
		this.breaker.getEventPublisher()
			.onStateTransition((event) -> log.warn("The AI's circuit breaker was {}, and is {} now",
					event.getStateTransition().getFromState(), event.getStateTransition().getToState()));
	}

	/**
	 * Takes a permit for one question.
	 * @throws AiException {@code ai_unavailable} if there is none
	 */
	AiPermit admit() {
		if (!this.free.tryAcquire()) {
			throw AiException.unavailable(1);
		}
		if (!this.breaker.tryAcquirePermission()) {
			this.free.release();
			throw AiException.unavailable(this.pauseSeconds);
		}
		AiPermit permit = new AiPermit(this.breaker, this::release);
		this.permits.add(permit);
		if (this.closed) {
			permit.close();
			throw AiException.unavailable(1);
		}
		return permit;
	}

	private void release(AiPermit permit) {
		this.permits.remove(permit);
		this.free.release();
	}

	/**
	 * Gives no more permits, and revokes those in use.
	 * @return how many
	 */
	int close() {
		this.closed = true;
		List<AiPermit> inUse = List.copyOf(this.permits);
		inUse.forEach(AiPermit::revoke);
		return inUse.size();
	}

	void open() {
		this.closed = false;
	}

	/**
	 * Waits until all permits are free.
	 * @return whether they are
	 */
	boolean awaitIdle(Duration timeout) throws InterruptedException {
		boolean idle = this.free.tryAcquire(this.capacity, timeout.toNanos(), TimeUnit.NANOSECONDS);
		if (idle) {
			this.free.release(this.capacity);
		}
		return idle;
	}

	int capacity() {
		return this.capacity;
	}

	int inUse() {
		return this.capacity - this.free.availablePermits();
	}

	/** The breaker's state; once open, it stays so until somebody wants to ask. */
	CircuitBreaker.State state() {
		return this.breaker.getState();
	}

}
