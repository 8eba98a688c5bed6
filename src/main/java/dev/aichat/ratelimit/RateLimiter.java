package dev.aichat.ratelimit;

import java.time.Clock;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * One limit's token buckets, one for each key. A bucket that is not used for the limit's
 * window is full again, and dropped. Beyond {@value #MAX} buckets, those that are used
 * least are dropped too.
 */
class RateLimiter {

	/** About 30 MB. */
	static final int MAX = 50_000;

	private final String name;

	private final Limit limit;

	private final TimeMeter time;

	private final Cache<String, Bucket> buckets;

	RateLimiter(String name, Limit limit, Clock clock) {
		this.name = name;
		this.limit = limit;
		this.time = new ClockMeter(clock);
		this.buckets = Caffeine.newBuilder()
			.maximumSize(MAX)
			.expireAfterAccess(limit.window())
			.ticker(this.time::currentTimeNanos)
			.build();
	}

	/** Takes a permit from the key's bucket, if one is left. */
	RateLimitPermit acquire(String key) {
		Bucket bucket = this.buckets.get(key, (absent) -> fullBucket());
		return new RateLimitPermit(this.name, this.limit, bucket, bucket.tryConsumeAndReturnRemaining(1));
	}

	long size() {
		this.buckets.cleanUp();
		return this.buckets.estimatedSize();
	}

	private Bucket fullBucket() {
		int quota = this.limit.quota();
		return Bucket.builder()
			.withCustomTimePrecision(this.time)
			.addLimit((bandwidth) -> bandwidth.capacity(quota).refillGreedy(quota, this.limit.window()))
			.build();
	}

	/** The application's clock, for buckets. */
	private record ClockMeter(Clock clock) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return TimeUnit.MILLISECONDS.toNanos(this.clock.millis());
		}

		@Override
		public boolean isWallClockBased() {
			return true;
		}

	}

}
