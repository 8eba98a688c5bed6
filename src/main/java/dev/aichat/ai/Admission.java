package dev.aichat.ai;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;

/** A place at the AI, for one question; to be closed, whether or not it was asked. */
public final class Admission implements AutoCloseable {

	private final Semaphore places;

	private final CircuitBreaker breaker;

	private final AtomicBoolean judged = new AtomicBoolean();

	private final AtomicBoolean closed = new AtomicBoolean();

	Admission(Semaphore places, CircuitBreaker breaker) {
		this.places = places;
		this.breaker = breaker;
	}

	void answered(long nanos) {
		if (this.judged.compareAndSet(false, true)) {
			this.breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
		}
	}

	void failed(long nanos, Throwable failure) {
		if (this.judged.compareAndSet(false, true)) {
			this.breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
		}
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			if (this.judged.compareAndSet(false, true)) {
				this.breaker.releasePermission();
			}
			this.places.release();
		}
	}

}
