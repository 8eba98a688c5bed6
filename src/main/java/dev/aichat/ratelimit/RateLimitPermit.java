package dev.aichat.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.ConsumptionProbe;

/**
 * One limit's permit for a request, taken from each of a key's buckets, or its denial.
 */
class RateLimitPermit {

	private final RateLimiter limiter;

	private final List<PermitBucket> held = new ArrayList<>();

	private boolean granted = true;

	private long remaining = Long.MAX_VALUE;

	private long waitSeconds;

	RateLimitPermit(RateLimiter limiter, List<PermitBucket> buckets) {
		this.limiter = limiter;
		for (PermitBucket bucket : buckets) {
			// A denied request holds no permit that another would miss
			if (this.granted) {
				bucket.acquire().ifPresent((probe) -> add(bucket, probe));
			}
		}
	}

	private void add(PermitBucket bucket, ConsumptionProbe probe) {
		if (probe.isConsumed()) {
			this.held.add(bucket);
		}
		this.granted = probe.isConsumed();
		this.remaining = Math.min(this.remaining, probe.getRemainingTokens());
		this.waitSeconds = Math.max(this.waitSeconds,
				divideUp(probe.getNanosToWaitForRefill(), TimeUnit.SECONDS.toNanos(1)));
	}

	boolean granted() {
		return this.granted;
	}

	/** Counts the rejection of the request, if this limit is a reason for it. */
	void countRejection() {
		if (!this.granted) {
			this.limiter.rejections().increment();
		}
	}

	void release() {
		long left = this.held.stream()
			.map(PermitBucket::release)
			.flatMap(Optional::stream)
			.mapToLong(Long::longValue)
			.min()
			.orElse(this.remaining);
		this.remaining = this.granted ? left : 0;
		this.held.clear();
	}

	long waitSeconds() {
		return this.waitSeconds;
	}

	/** The item of {@code RateLimit-Policy}. */
	String policy() {
		return "\"%s\";q=%d;w=%d".formatted(this.limiter.name(), this.limiter.limit().quota(), window());
	}

	/**
	 * The item of {@code RateLimit}. The remaining permits may be used at once, and as
	 * many again in every {@code t} seconds: the time in which so many come back.
	 */
	String state() {
		long time = this.granted ? divideUp(Math.max(this.remaining, 1) * window(), this.limiter.limit().quota())
				: this.waitSeconds;
		return "\"%s\";r=%d;t=%d".formatted(this.limiter.name(), this.remaining, time);
	}

	private long window() {
		return this.limiter.limit().window().toSeconds();
	}

	private static long divideUp(long amount, long by) {
		return (amount + by - 1) / by;
	}

}
