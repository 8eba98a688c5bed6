package dev.aichat.ai;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.ThrowingConsumer;

import dev.aichat.web.BoundedText;

/**
 * One question to the AI: holds a permit of the bulkhead until it is closed, and writes
 * the reply within its limits. The first of finish, failure, limit, timeout, stop and
 * shutdown decides how the reply ends.
 */
public final class AiCall implements LanguageModel.Listener, AutoCloseable {

	/** The longest wait for the usage, or the stream's end, after the finish reason. */
	private static final long NANOS_AFTER_FINISH = TimeUnit.SECONDS.toNanos(1);

	private final AiBulkhead bulkhead;

	private final AiSettings settings;

	private final ThinkingFilter thinking;

	private final Reply reply = new Reply();

	private final CompletableFuture<FinishReason> end = new CompletableFuture<>();

	/** The {@link System#nanoTime} of the question; a day ahead until it is asked. */
	private volatile long start = System.nanoTime() + TimeUnit.DAYS.toNanos(1);

	/** The nanoseconds from the start to the first text; 0 until it comes. */
	private volatile long firstDelta;

	/** The nanoseconds from the start to the idle timeout; a sign of life moves it. */
	private volatile long idleEnd = Long.MAX_VALUE;

	private volatile @Nullable FinishReason finish;

	private volatile @Nullable Integer promptTokens;

	private volatile @Nullable Integer completionTokens;

	/** Reports to the circuit breaker when the permit is released. */
	private volatile Consumer<CircuitBreaker> outcome = CircuitBreaker::releasePermission;

	AiCall(AiBulkhead bulkhead, AiSettings settings) {
		this.bulkhead = bulkhead;
		this.settings = settings;
		this.thinking = new ThinkingFilter(settings.stripThinking());
	}

	/** Returns the reply, which grows while the model answers, for others to read. */
	public Reply reply() {
		return this.reply;
	}

	/** Starts the time; returns false if the reply has ended before. */
	boolean begin() {
		this.start = System.nanoTime();
		return !this.end.isDone();
	}

	private long elapsed() {
		return System.nanoTime() - this.start;
	}

	/** Fails a reply that has fallen silent, and cuts one that is over the deadline. */
	void checkTime() {
		if (elapsed() >= this.idleEnd) {
			fail(AiException.timeout());
		}
		else if (isOverDeadline()) {
			end(FinishReason.LENGTH, null);
		}
	}

	private boolean isOverDeadline() {
		return elapsed() >= this.settings.deadline().toNanos();
	}

	@Override
	public int maxCharacters() {
		return this.settings.maxReplyCharacters();
	}

	@Override
	public void text(String piece) {
		alive();
		append(this.thinking.filter(piece));
	}

	private void append(String text) {
		if (this.firstDelta == 0 && !text.isEmpty()) {
			this.firstDelta = elapsed();
		}
		if (!this.reply.append(text, maxCharacters())) {
			end(FinishReason.LENGTH, null);
		}
	}

	@Override
	public void alive() {
		long idle = this.settings.idleTimeout().toNanos();
		this.idleEnd = elapsed() + ((this.finish != null) ? Math.min(idle, NANOS_AFTER_FINISH) : idle);
	}

	@Override
	public void finish(FinishReason reason) {
		if (this.finish == null) {
			this.finish = reason;
			alive();
		}
	}

	@Override
	public void usage(@Nullable Integer promptTokens, @Nullable Integer completionTokens) {
		this.promptTokens = promptTokens;
		this.completionTokens = completionTokens;
	}

	/** Ignores a failure to close: the call is closed as far as it can be. */
	@Override
	public void onCancel(AutoCloseable call) {
		this.end.whenComplete((reason, failure) -> ThrowingConsumer.of(AutoCloseable::close).accept(call));
	}

	/** Completes the reply: the model has said everything. */
	void complete() {
		append(this.thinking.rest());
		end(FinishReason.STOP, null);
	}

	/** Fails the reply, unless the model has named its end. */
	void fail(Throwable failure) {
		end(null, (failure instanceof AiException problem) ? problem
				: AiException.failed(AiException.names(failure), false));
	}

	/** Stops the reply, now or when the question is asked. What was said is kept. */
	public void stop() {
		end(FinishReason.STOPPED, null);
	}

	private void end(@Nullable FinishReason otherwise, @Nullable AiException failure) {
		FinishReason reason = (this.finish != null) ? this.finish : otherwise;
		if (reason != null) {
			this.end.complete(reason);
		}
		else {
			this.end.completeExceptionally(failure);
		}
		this.reply.end();
	}

	/**
	 * Returns the completed reply; it must have ended.
	 * @throws AiException if it failed, or there is nothing to read
	 */
	Completion completion() {
		try {
			FinishReason reason = this.end.join();
			String text = this.reply.end();
			if (BoundedText.BLANK.matcher(text).matches()) {
				throw (reason == FinishReason.STOPPED) ? AiException.stopped()
						: isOverDeadline() ? AiException.timeout() : AiException.failed("nothing to read", false);
			}
			return new Completion(text, reason, this.promptTokens, this.completionTokens);
		}
		catch (CompletionException ex) {
			throw (AiException) ex.getCause();
		}
	}

	void answered() {
		this.outcome = (breaker) -> breaker.onSuccess(0, TimeUnit.NANOSECONDS);
	}

	void failed(AiException failure) {
		this.outcome = (breaker) -> breaker.onError(0, TimeUnit.NANOSECONDS, failure);
	}

	/** Records the time until the end, and until the first text if some came. */
	void record(Timer whole, Timer first) {
		whole.record(elapsed(), TimeUnit.NANOSECONDS);
		if (this.firstDelta > 0) {
			first.record(this.firstDelta, TimeUnit.NANOSECONDS);
		}
	}

	/** Releases the permit, whether or not the question was asked; not while it is. */
	@Override
	public void close() {
		this.bulkhead.release(this, this.outcome);
	}

}
