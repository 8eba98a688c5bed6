package dev.aichat.ratelimit;

import java.util.concurrent.TimeUnit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/** One limit's permit for a request, or its denial. */
class RateLimitPermit {

	private final String name;

	private final Limit limit;

	private final Bucket bucket;

	private final boolean granted;

	private final long waitSeconds;

	private boolean held;

	private long remaining;

	RateLimitPermit(String name, Limit limit, Bucket bucket, ConsumptionProbe probe) {
		this.name = name;
		this.limit = limit;
		this.bucket = bucket;
		this.granted = probe.isConsumed();
		this.held = this.granted;
		this.remaining = probe.getRemainingTokens();
		this.waitSeconds = divideUp(probe.getNanosToWaitForRefill(), TimeUnit.SECONDS.toNanos(1));
	}

	boolean granted() {
		return this.granted;
	}

	void release() {
		if (this.held) {
			this.held = false;
			this.bucket.addTokens(1);
			this.remaining = this.bucket.getAvailableTokens();
		}
	}

	long waitSeconds() {
		return this.waitSeconds;
	}

	/** The item of {@code RateLimit-Policy}. */
	String policy() {
		return "\"%s\";q=%d;w=%d".formatted(this.name, this.limit.quota(), window());
	}

	/**
	 * The item of {@code RateLimit}. The remaining permits may be used at once, and as
	 * many again in every {@code t} seconds: the time in which so many come back.
	 */
	String state() {
		long time = this.granted ? divideUp(Math.max(this.remaining, 1) * window(), this.limit.quota())
				: this.waitSeconds;
		return "\"%s\";r=%d;t=%d".formatted(this.name, this.remaining, time);
	}

	private long window() {
		return this.limit.window().toSeconds();
	}

	private static long divideUp(long amount, long by) {
		return (amount + by - 1) / by;
	}

}
