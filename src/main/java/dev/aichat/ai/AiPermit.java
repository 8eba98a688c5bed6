package dev.aichat.ai;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;

/**
 * A permit of the bulkhead, for one question; to be closed, whether or not it was asked.
 */
public final class AiPermit implements AutoCloseable {

	private final AiBulkhead bulkhead;

	private final ReplyWriter writer;

	/** Reports the outcome to the circuit breaker when the permit is closed. */
	private volatile Consumer<CircuitBreaker> outcome = CircuitBreaker::releasePermission;

	AiPermit(AiBulkhead bulkhead, ReplyWriter writer) {
		this.bulkhead = bulkhead;
		this.writer = writer;
	}

	/** Returns the reply, which grows while the model answers, for others to read. */
	public Reply reply() {
		return this.writer.reply();
	}

	/** Stops the reply, now or when the question is asked. What was said is kept. */
	public void stop() {
		this.writer.stop();
	}

	ReplyWriter writer() {
		return this.writer;
	}

	void answered() {
		this.outcome = (breaker) -> breaker.onSuccess(0, TimeUnit.NANOSECONDS);
	}

	void failed(AiException failure) {
		this.outcome = (breaker) -> breaker.onError(0, TimeUnit.NANOSECONDS, failure);
	}

	@Override
	public void close() {
		this.bulkhead.release(this, this.outcome);
	}

}
