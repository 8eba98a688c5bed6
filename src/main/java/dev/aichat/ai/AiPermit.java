package dev.aichat.ai;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

/** A place at the AI, for one question; to be closed, whether or not it was asked. */
public final class AiPermit implements AutoCloseable {

	private final CircuitBreaker breaker;

	private final Consumer<AiPermit> leave;

	private final AtomicBoolean judged = new AtomicBoolean();

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile @Nullable ReplyWriter question;

	private volatile boolean ended;

	AiPermit(CircuitBreaker breaker, Consumer<AiPermit> leave) {
		this.breaker = breaker;
		this.leave = leave;
	}

	/** The question is asked now: it can be ended, and is if that was wanted before. */
	void asks(ReplyWriter question) {
		this.question = question;
		if (this.ended) {
			end();
		}
	}

	/** Takes the place away: the question fails, now or when it is asked. */
	void end() {
		this.ended = true;
		ReplyWriter question = this.question;
		if (question != null) {
			question.stop(AiException.unavailable(1));
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
			this.leave.accept(this);
		}
	}

}
