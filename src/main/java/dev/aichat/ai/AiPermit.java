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

	private volatile @Nullable Consumer<ReplyWriter> end;

	AiPermit(CircuitBreaker breaker, Consumer<AiPermit> release) {
		this.breaker = breaker;
		this.release = release;
	}

	/** Binds the permit to a question, which ends at once if it was to end before. */
	void asks(ReplyWriter question) {
		this.question = question;
		Consumer<ReplyWriter> end = this.end;
		if (end != null) {
			end.accept(question);
		}
	}

	/** Makes the question fail, now or when it is asked. */
	void revoke() {
		end((question) -> question.fail(AiException.unavailable(1)));
	}

	/** Stops the reply, now or when the question is asked. What was said is kept. */
	public void stop() {
		end(ReplyWriter::stop);
	}

	private void end(Consumer<ReplyWriter> end) {
		this.end = end;
		ReplyWriter question = this.question;
		if (question != null) {
			end.accept(question);
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
