package dev.aichat.ratelimit;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import dev.aichat.testing.MovableClock;

import static org.assertj.core.api.Assertions.assertThat;

/** The number, the lifetime and the permits of buckets. */
class RateLimiterTests {

	private static final Duration WINDOW = Duration.ofMinutes(15);

	private final MovableClock clock = new MovableClock();

	private final RateLimiter limiter = new RateLimiter("login", new Limit(10, WINDOW), new ClockMeter(this.clock),
			null, new SimpleMeterRegistry());

	@Test
	void manyKeysDoNotExceedTheBound() {
		for (int i = 0; i < 3 * RateLimiter.MAX; i++) {
			this.limiter.acquire("address " + i);
		}
		assertThat(this.limiter.size()).isLessThanOrEqualTo(RateLimiter.MAX);
	}

	@Test
	void unusedBucketIsDroppedOnceItIsFull() {
		exhaust("key");
		this.clock.move(WINDOW.minusMillis(1));
		assertThat(this.limiter.size()).isPositive();
		this.clock.move(Duration.ofMillis(1));
		assertThat(this.limiter.size()).isZero();
	}

	@Test
	void usedBucketIsKept() {
		this.limiter.acquire("key");
		this.clock.move(WINDOW.minusSeconds(1));
		exhaust("key");
		this.clock.move(Duration.ofSeconds(2));
		assertThat(this.limiter.acquire("key").granted()).isFalse();
	}

	@Test
	void permitIsReleasedOnceAndNotBeyondTheQuota() {
		RateLimiter.Permit first = this.limiter.acquire("name");
		this.limiter.acquire("name");
		first.release();
		first.release();
		assertThat(first.state()).startsWith("\"login\";r=9;");
		this.clock.move(WINDOW);
		this.limiter.acquire("name");
		this.clock.move(WINDOW.minusMillis(1));
		RateLimiter.Permit held = this.limiter.acquire("name");
		this.clock.move(WINDOW.minusMillis(1));
		held.release();
		assertThat(this.limiter.acquire("name").state()).startsWith("\"login\";r=9;");
	}

	@Test
	void clockThatGoesBackGrantsNoPermit() {
		exhaust("key");
		this.clock.move(Duration.ofHours(-1));
		assertThat(this.limiter.acquire("key").granted()).isFalse();
	}

	private void exhaust(String key) {
		for (int i = 0; i < 10; i++) {
			assertThat(this.limiter.acquire(key).granted()).isTrue();
		}
		assertThat(this.limiter.acquire(key).granted()).isFalse();
	}

}
