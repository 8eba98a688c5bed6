package dev.aichat.ai;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/**
 * A permit of the bulkhead, for one question; to be closed, whether or not it was asked.
 */
public final class AiPermit implements AutoCloseable {

	private final CircuitBreaker breaker;

	private final Consumer<AiPermit> release;

	/** Whether the circuit breaker was told of an outcome. */
	private final AtomicBoolean judged = new AtomicBoolean();

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile @Nullable ReplyWriter question;

	private volatile boolean revoked;

	AiPermit(CircuitBreaker breaker, Consumer<AiPermit> release) {
		this.breaker = breaker;
		this.release = release;
	}

	/** Binds the permit to a question, which fails at once if it was revoked before. */
	void asks(ReplyWriter question) {
		this.question = question;
		if (this.revoked) {
			revoke();
		}
	}

	/** Makes the question fail, now or when it is asked. */
	void revoke() {
		this.revoked = true;
		ReplyWriter question = this.question;
		if (question != null) {
			question.fail(AiException.unavailable(1));
		}
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
			this.release.accept(this);
		}
	}

}
