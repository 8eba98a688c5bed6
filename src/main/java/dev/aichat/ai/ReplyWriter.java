package dev.aichat.ai;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Writes one reply, within its limits. The first of finish, failure, limit, timeout, stop
 * and shutdown decides how it ends.
 */
final class ReplyWriter implements LanguageModel.Listener {

	/** The longest wait for the usage, or the stream's end, after the finish reason. */
	private static final Duration AFTER_FINISH = Duration.ofSeconds(1);

	private final Reply reply;

	private final AiSettings settings;

	private final long start = System.nanoTime();

	private final CompletableFuture<FinishReason> end = new CompletableFuture<>();

	private final @Nullable ThinkingFilter thinking;

	private volatile @Nullable FinishReason finish;

	private volatile @Nullable Integer promptTokens;

	private volatile @Nullable Integer completionTokens;

	private volatile @Nullable Long firstDelta;

	private volatile @Nullable Long lastSignOfLife;

	private volatile @Nullable Future<?> nextWatch;

	private volatile Runnable cancel = () -> {
	};

	ReplyWriter(Reply reply, AiSettings settings) {
		this.reply = reply;
		this.settings = settings;
		this.thinking = settings.stripThinking() ? new ThinkingFilter() : null;
	}

	@Override
	public boolean text(String piece) {
		alive();
		return append((this.thinking != null) ? this.thinking.filter(piece) : piece);
	}

	private boolean append(String text) {
		if (text.isEmpty()) {
			return !this.end.isDone();
		}
		if (this.firstDelta == null) {
			this.firstDelta = System.nanoTime();
		}
		if (!this.reply.append(text, this.settings.maxReplyCharacters())) {
			end(FinishReason.LENGTH, null);
		}
		return !this.end.isDone();
	}

	@Override
	public void alive() {
		this.lastSignOfLife = System.nanoTime();
	}

	@Override
	public void finish(FinishReason reason) {
		if (this.finish == null) {
			this.finish = reason;
		}
	}

	@Override
	public void usage(@Nullable Integer promptTokens, @Nullable Integer completionTokens) {
		this.promptTokens = promptTokens;
		this.completionTokens = completionTokens;
	}

	@Override
	public void onCancel(Runnable cancel) {
		this.cancel = cancel;
		if (this.end.isDone()) {
			cancel.run();
		}
	}

	/** Completes the reply: the model has said everything. */
	void complete() {
		if (this.thinking != null) {
			append(this.thinking.rest());
		}
		end(FinishReason.STOP, null);
	}

	/** The reply fails, unless the model has named its end. */
	void fail(Throwable failure) {
		end(null, failure);
	}

	/** The user wants no more; what was said so far is the reply. */
	void stop() {
		end(FinishReason.STOPPED, null);
	}

	/** Ends the reply in time, by looking again whenever it may have timed out. */
	void watch(ScheduledExecutorService timer) {
		long left = timeLeft();
		if (left <= 0) {
			timeOut();
			return;
		}
		// A sign of life or a finish reason may shorten what is left
		long pause = Math.min(left, Math.min(this.settings.idleTimeout().toNanos(), AFTER_FINISH.toNanos()));
		Future<?> next = timer.schedule(() -> watch(timer), pause, TimeUnit.NANOSECONDS);
		this.nextWatch = next;
		if (this.end.isDone()) {
			next.cancel(false);
		}
	}

	private long timeLeft() {
		long now = System.nanoTime();
		long left = this.start + this.settings.deadline().toNanos() - now;
		Long last = this.lastSignOfLife;
		if (last == null) {
			return left;
		}
		long idle = this.settings.idleTimeout().toNanos();
		return Math.min(left, last - now + ((this.finish != null) ? Math.min(idle, AFTER_FINISH.toNanos()) : idle));
	}

	/** At the deadline, a text that was still arriving is cut; anything else fails. */
	private void timeOut() {
		if (elapsed() >= this.settings.deadline().toNanos() && !this.reply.isBlank()) {
			end(FinishReason.LENGTH, null);
		}
		else {
			fail(AiException.timeout());
		}
	}

	private void end(@Nullable FinishReason otherwise, @Nullable Throwable failure) {
		FinishReason reason = (this.finish != null) ? this.finish : otherwise;
		boolean first = (reason != null) ? this.end.complete(reason) : this.end.completeExceptionally(failure);
		this.reply.end();
		Future<?> next = this.nextWatch;
		if (next != null) {
			next.cancel(false);
		}
		if (first) {
			this.cancel.run();
		}
	}

	/**
	 * Returns the completed reply; it must have ended.
	 * @throws AiException if it was stopped before there was anything to read
	 * @throws java.util.concurrent.CompletionException if it failed
	 */
	Completion completion() throws ModelException {
		FinishReason reason = this.end.join();
		String text = this.reply.end();
		if (this.reply.isBlank()) {
			if (reason == FinishReason.STOPPED) {
				throw AiException.stopped();
			}
			throw new ModelException("nothing to read", false);
		}
		return new Completion(text, reason, this.promptTokens, this.completionTokens);
	}

	long elapsed() {
		return System.nanoTime() - this.start;
	}

	/** The nanoseconds until the first text came, if any did. */
	@Nullable Long untilFirstDelta() {
		Long first = this.firstDelta;
		return (first != null) ? Long.valueOf(first - this.start) : null;
	}

}
