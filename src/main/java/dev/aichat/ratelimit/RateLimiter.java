package dev.aichat.ratelimit;

import java.util.ArrayList;
import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
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

	private final Cache<String, List<PermitBucket>> buckets;

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

	String name() {
		return this.name;
	}

	Limit limit() {
		return this.limit;
	}

	Counter rejections() {
		return this.rejections;
	}

	/** Acquires a permit for the key, if one is left. */
	RateLimitPermit acquire(String key) {
		return new RateLimitPermit(this, this.buckets.get(key, this::fullBuckets));
	}

	long size() {
		this.buckets.cleanUp();
		return this.buckets.estimatedSize();
	}

	private List<PermitBucket> fullBuckets(String key) {
		List<PermitBucket> buckets = new ArrayList<>(2);
		if (this.redis != null) {
			buckets.add(new PermitBucket(this.redis.bucket(this.name, this.limit, key), this.redis));
		}
		buckets.add(new PermitBucket(
				Bucket.builder().withCustomTimePrecision(this.time).addLimit(this.limit.bandwidth()).build(), null));
		return buckets;
	}

}
