package dev.aichat.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import org.jspecify.annotations.Nullable;

/**
 * One limit's buckets, one for each key. A bucket is kept only while something is missing
 * from it: it goes when all was given back, or has come back with time.
 * <p>
 * So each that is kept stands for something that was done. When there are too many, some
 * are forgotten, but those that are empty last. Whoever wants an empty one forgotten has
 * to empty {@value #MAX} others; whoever wants another one forgotten has to use that
 * many, each of which would have given them as much as the one that they win back.
 *
 * @param <K> the type of a key; comparable, because callers choose it, and its hash code
 */
class RateLimiter<K extends Comparable<K>> {

	/** 30 MB, at 600 bytes each; a core takes 20 minutes to hash that many passwords. */
	static final int MAX = 50_000;

	private final String name;

	private final Limit limit;

	private final TimeMeter time;

	private final Cache<K, Bucket> kept;

	/** Those of them that are empty, or were lately. */
	private final Cache<K, Bucket> emptied;

	RateLimiter(String name, Limit limit, Clock clock) {
		this.name = name;
		this.limit = limit;
		this.time = new ClockMeter(clock);
		this.kept = cache();
		this.emptied = cache();
	}

	private Cache<K, Bucket> cache() {
		return Caffeine.newBuilder()
			.maximumSize(MAX)
			.expireAfterAccess(this.limit.window())
			.ticker(this.time::currentTimeNanos)
			.build();
	}

	/** Takes one from a bucket, if there is one left. */
	RateLimitPermit<K> take(K key) {
		AtomicReference<@Nullable ConsumptionProbe> taken = new AtomicReference<>();
		this.kept.asMap().compute(key, (same, known) -> {
			Bucket bucket = remembered(key, known);
			bucket = (bucket != null) ? bucket : full();
			ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
			if (probe.getRemainingTokens() == 0) {
				this.emptied.put(key, bucket);
			}
			taken.set(probe);
			return bucket;
		});
		return new RateLimitPermit<>(this, key, taken.get());
	}

	/**
	 * Puts one back into a bucket.
	 * @return how many are in it then
	 */
	long giveBack(K key) {
		Bucket left = this.kept.asMap().compute(key, (same, known) -> {
			Bucket bucket = remembered(key, known);
			if (bucket != null) {
				bucket.addTokens(1);
				if (bucket.getAvailableTokens() < this.limit.quota()) {
					return bucket;
				}
				this.emptied.invalidate(key);
			}
			return null;
		});
		return (left != null) ? left.getAvailableTokens() : this.limit.quota();
	}

	private @Nullable Bucket remembered(K key, @Nullable Bucket known) {
		return (known != null) ? known : this.emptied.getIfPresent(key);
	}

	String name() {
		return this.name;
	}

	Limit limit() {
		return this.limit;
	}

	/** How many are kept. */
	long size() {
		this.kept.cleanUp();
		this.emptied.cleanUp();
		return this.kept.estimatedSize() + this.emptied.estimatedSize();
	}

	private Bucket full() {
		int quota = this.limit.quota();
		return Bucket.builder()
			.withCustomTimePrecision(this.time)
			.addLimit((bandwidth) -> bandwidth.capacity(quota).refillGreedy(quota, this.limit.window()))
			.build();
	}

	/**
	 * The application's clock, for buckets.
	 *
	 * @param clock the clock
	 */
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
