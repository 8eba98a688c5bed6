package dev.aichat.ratelimit;

import java.util.concurrent.TimeUnit;

import io.github.bucket4j.ConsumptionProbe;

/**
 * What one request got from one limit: one of its quota, or nothing; and how that is told
 * (draft-ietf-httpapi-ratelimit-headers).
 */
class RateLimitPermit<K extends Comparable<K>> {

	private final RateLimiter<K> buckets;

	private final K key;

	private final boolean granted;

	private final long waitSeconds;

	private boolean held;

	private long left;

	RateLimitPermit(RateLimiter<K> buckets, K key, ConsumptionProbe probe) {
		this.buckets = buckets;
		this.key = key;
		this.granted = probe.isConsumed();
		this.held = this.granted;
		this.left = probe.getRemainingTokens();
		this.waitSeconds = divideUp(probe.getNanosToWaitForRefill(), TimeUnit.SECONDS.toNanos(1));
	}

	boolean granted() {
		return this.granted;
	}

	void giveBack() {
		if (this.held) {
			this.held = false;
			this.left = this.buckets.giveBack(this.key);
		}
	}

	/** How long to wait for the next one, in seconds; 0 if there was one. */
	long waitSeconds() {
		return this.waitSeconds;
	}

	/** What is allowed, for everyone. */
	String policy() {
		return item() + ";q=" + quota() + ";w=" + window();
	}

	/**
	 * What is left for this caller. Whatever is left may be used at once, and as much
	 * again in every such time: so it is long enough for that much to come back.
	 */
	String state() {
		long time = this.granted ? divideUp(Math.max(this.left, 1) * window(), quota()) : this.waitSeconds;
		return item() + ";r=" + this.left + ";t=" + time;
	}

	private String item() {
		return '"' + this.buckets.name() + '"';
	}

	private long quota() {
		return this.buckets.limit().quota();
	}

	private long window() {
		return this.buckets.limit().window().toSeconds();
	}

	private static long divideUp(long amount, long by) {
		return (amount + by - 1) / by;
	}

}
