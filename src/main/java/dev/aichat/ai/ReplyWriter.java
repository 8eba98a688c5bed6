package dev.aichat.ai;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Writes one reply, within its limits. The first of finish, failure, limit, timeout, stop
 * and shutdown decides how it ends.
 */
final class ReplyWriter implements LanguageModel.Listener {

	/** The longest wait for the usage, or the stream's end, after the finish reason. */
	private static final Duration AFTER_FINISH = Duration.ofSeconds(1);

	private final AiSettings settings;

	private final Reply reply = new Reply();

	private final ThinkingFilter thinking;

	private final CompletableFuture<FinishReason> end = new CompletableFuture<>();

	private volatile long start;

	/** The nanoseconds from the start to the first text; 0 until it comes. */
	private volatile long firstDelta;

	/** The {@link System#nanoTime} of the latest sign; 0 until the first comes. */
	private volatile long lastSignOfLife;

	private volatile @Nullable FinishReason finish;

	private volatile @Nullable Integer promptTokens;

	private volatile @Nullable Integer completionTokens;

	private volatile AutoCloseable call = () -> {
	};

	ReplyWriter(AiSettings settings) {
		this.settings = settings;
		this.thinking = new ThinkingFilter(settings.stripThinking());
	}

	Reply reply() {
		return this.reply;
	}

	/**
	 * Starts the time, and ends the reply when it is over; returns false if it has ended
	 * before.
	 */
	boolean begin() {
		this.start = System.nanoTime();
		watch();
		return !this.end.isDone();
	}

	/**
	 * Ends the reply if no time is left: at the deadline, a text that was still arriving
	 * is cut; anything else fails. Otherwise looks again later.
	 */
	private void watch() {
		long idle = idleTimeLeft();
		long left = Math.min(this.settings.deadline().toNanos() - elapsed(), idle);
		if (this.end.isDone()) {
			return;
		}
		if (left > 0) {
			// A sign of life or a finish reason may change what is left
			long pause = Math.min(left, Math.min(this.settings.idleTimeout().toNanos(), AFTER_FINISH.toNanos()));
			CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS, Runnable::run).execute(this::watch);
		}
		else if (idle > 0 && !this.reply.isBlank()) {
			end(FinishReason.LENGTH, null);
		}
		else {
			fail(AiException.timeout());
		}
	}

	/**
	 * Returns the nanoseconds left; before the first sign of life, only the deadline
	 * counts.
	 */
	private long idleTimeLeft() {
		if (this.lastSignOfLife == 0) {
			return Long.MAX_VALUE;
		}
		long idle = this.settings.idleTimeout().toNanos();
		return this.lastSignOfLife - System.nanoTime()
				+ ((this.finish != null) ? Math.min(idle, AFTER_FINISH.toNanos()) : idle);
	}

	@Override
	public int maxCharacters() {
		return this.settings.maxReplyCharacters();
	}

	@Override
	public boolean text(String piece) {
		alive();
		return append(this.thinking.filter(piece));
	}

	private boolean append(String text) {
		if (this.firstDelta == 0 && !text.isEmpty()) {
			this.firstDelta = elapsed();
		}
		if (!this.reply.append(text, maxCharacters())) {
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
	public void onCancel(AutoCloseable call) {
		this.call = call;
		if (this.end.isDone()) {
			hangUp();
		}
	}

	private void hangUp() {
		try {
			this.call.close();
		}
		catch (Exception ex) {
			// It is closed as far as it can be
		}
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

	/** Stops the reply; what was said so far is kept. */
	void stop() {
		end(FinishReason.STOPPED, null);
	}

	private void end(@Nullable FinishReason otherwise, @Nullable AiException failure) {
		FinishReason reason = (this.finish != null) ? this.finish : otherwise;
		boolean first = (reason != null) ? this.end.complete(reason) : this.end.completeExceptionally(failure);
		this.reply.end();
		if (first) {
			hangUp();
		}
	}

	/**
	 * Returns the completed reply; it must have ended.
	 * @throws AiException if it failed, or there is nothing to read
	 */
	Completion completion() {
		try {
			FinishReason reason = this.end.join();
			if (this.reply.isBlank()) {
				throw (reason == FinishReason.STOPPED) ? AiException.stopped()
						: AiException.failed("nothing to read", false);
			}
			return new Completion(this.reply.end(), reason, this.promptTokens, this.completionTokens);
		}
		catch (CompletionException ex) {
			throw (AiException) ex.getCause();
		}
	}

	/** Returns the nanoseconds since the start. */
	long elapsed() {
		return System.nanoTime() - this.start;
	}

	/** Returns the nanoseconds until the first text came, 0 if none did. */
	long firstDelta() {
		return this.firstDelta;
	}

}
