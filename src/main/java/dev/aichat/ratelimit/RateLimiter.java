package dev.aichat.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * One limit's token buckets: for each key one of this instance, and with Redis also the
 * one that all instances share. Both must grant a permit; without an answer from Redis,
 * the instance's own decides. A bucket that is not used for the limit's window is full
 * again, and dropped. Beyond {@value #MAX} keys, those that are used least are dropped
 * too.
 */
class RateLimiter {

	/** About 30 MB. */
	static final int MAX = 50_000;

	private final String name;

	private final Limit limit;

	private final TimeMeter time;

	private final @Nullable Redis redis;

	private final Counter rejections;

	private final Cache<String, List<KeyBucket>> buckets;

	RateLimiter(String name, Limit limit, TimeMeter time, @Nullable Redis redis, MeterRegistry meters) {
		this.name = name;
		this.limit = limit;
		this.time = time;
		this.redis = redis;
		this.rejections = Counter.builder("aichat.rate.limited")
			.description("Requests that were rejected, by limit.")
			.tag("limit", name)
			.register(meters);
		this.buckets = Caffeine.newBuilder()
			.maximumSize(MAX)
			.expireAfterAccess(limit.window())
			.ticker(time::currentTimeNanos)
			.build();
	}

	/** Acquires a permit for the key, if one is left. */
	Permit acquire(String key) {
		return new Permit(this.buckets.get(key, this::fullBuckets));
	}

	long size() {
		this.buckets.cleanUp();
		return this.buckets.estimatedSize();
	}

	private List<KeyBucket> fullBuckets(String key) {
		List<KeyBucket> buckets = new ArrayList<>(2);
		if (this.redis != null) {
			buckets.add(new KeyBucket(this.redis.bucket(this.name, this.limit, key), this.redis));
		}
		buckets.add(new KeyBucket(
				Bucket.builder().withCustomTimePrecision(this.time).addLimit(this.limit.bandwidth()).build(), null));
		return buckets;
	}

	/** A permit for a request, taken from each of a key's buckets, or its denial. */
	final class Permit {

		private final List<KeyBucket> held = new ArrayList<>();

		private boolean granted = true;

		private long remaining = Long.MAX_VALUE;

		private long waitSeconds;

		private Permit(List<KeyBucket> buckets) {
			for (KeyBucket bucket : buckets) {
				// A denied request holds no permit that another would miss
				if (this.granted) {
					bucket.acquire().ifPresent((probe) -> add(bucket, probe));
				}
			}
		}

		private void add(KeyBucket bucket, ConsumptionProbe probe) {
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
				RateLimiter.this.rejections.increment();
			}
		}

		void release() {
			long left = this.held.stream()
				.map(KeyBucket::release)
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
			return "\"%s\";q=%d;w=%d".formatted(RateLimiter.this.name, RateLimiter.this.limit.quota(), window());
		}

		/**
		 * The item of {@code RateLimit}. The remaining permits may be used at once, and
		 * as many again in every {@code t} seconds: the time in which so many come back.
		 */
		String state() {
			long time = this.granted ? divideUp(Math.max(this.remaining, 1) * window(), RateLimiter.this.limit.quota())
					: this.waitSeconds;
			return "\"%s\";r=%d;t=%d".formatted(RateLimiter.this.name, this.remaining, time);
		}

		private long window() {
			return RateLimiter.this.limit.window().toSeconds();
		}

		private static long divideUp(long amount, long by) {
			return (amount + by - 1) / by;
		}

	}

	/**
	 * A bucket of permits, of this instance or in Redis. While Redis is unavailable, the
	 * latter does not answer.
	 */
	private record KeyBucket(Bucket bucket, @Nullable Redis redis) {

		/** Acquires a permit, if one is left. */
		Optional<ConsumptionProbe> acquire() {
			return ask(() -> this.bucket.tryConsumeAndReturnRemaining(1));
		}

		/** Releases a permit, and returns how many are left. */
		Optional<Long> release() {
			return ask(() -> this.bucket.asVerbose().addTokens(1).getState().getAvailableTokens());
		}

		private <T> Optional<T> ask(Supplier<T> question) {
			return (this.redis != null) ? this.redis.ask(question) : Optional.of(question.get());
		}

	}

}
