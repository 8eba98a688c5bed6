package dev.aichat.ratelimit;

import java.util.Optional;
import java.util.function.Supplier;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of permits, of this instance or in Redis. While Redis is unavailable, the
 * latter does not answer.
 */
record PermitBucket(Bucket bucket, @Nullable Redis redis) {

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
