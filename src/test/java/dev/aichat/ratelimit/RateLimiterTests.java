package dev.aichat.ratelimit;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import dev.aichat.testing.MovableClock;

import static org.assertj.core.api.Assertions.assertThat;

/** Buckets take bounded memory, and none is forgotten as long as it matters. */
class RateLimiterTests {

	private static final Duration WINDOW = Duration.ofMinutes(15);

	private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T12:00:00Z"));

	private final RateLimiter<String> buckets = new RateLimiter<>("login", new Limit(10, WINDOW), this.clock);

	@Test
	void memoryIsBoundedHoweverManyAddressesCome() {
		for (int i = 0; i < 3 * RateLimiter.MAX; i++) {
			this.buckets.take("address " + i);
		}
		assertThat(this.buckets.size()).isLessThanOrEqualTo(RateLimiter.MAX);
	}

	@Test
	void guesserIsNotForgottenBecauseOfOthers() {
		exhaust("guesser");
		for (int i = 0; i < 3 * RateLimiter.MAX; i++) {
			this.buckets.take("address " + i);
		}
		assertThat(this.buckets.take("guesser").granted()).isFalse();
	}

	@Test
	void whatWasGivenBackTakesNoMemory() {
		RateLimitPermit<String> failure = this.buckets.take("one failure");
		for (int i = 0; i < 1000; i++) {
			this.buckets.take("address " + i).giveBack();
		}
		this.buckets.take("one failure").giveBack();
		assertThat(failure.granted()).isTrue();
		assertThat(this.buckets.size()).isOne();
		failure.giveBack();
		assertThat(this.buckets.size()).isZero();
	}

	@Test
	void bucketIsForgottenWhenItIsFullAgain() {
		exhaust("guesser");
		this.clock.move(WINDOW.minusMillis(1));
		assertThat(this.buckets.size()).isPositive();
		this.clock.move(Duration.ofMillis(1));
		assertThat(this.buckets.size()).isZero();
	}

	@Test
	void bucketThatIsUsedIsNotForgotten() {
		this.buckets.take("guesser");
		this.clock.move(WINDOW.minusSeconds(1));
		exhaust("guesser");
		this.clock.move(Duration.ofSeconds(2));
		assertThat(this.buckets.take("guesser").granted()).isFalse();
	}

	@Test
	void bucketThatIsAskedInVainFillsAllTheSame() {
		exhaust("guesser");
		for (int seconds = 1; seconds < 90; seconds++) {
			this.clock.move(Duration.ofSeconds(1));
			assertThat(this.buckets.take("guesser").granted()).as("after %d s", seconds).isFalse();
		}
		this.clock.move(Duration.ofSeconds(1));
		assertThat(this.buckets.take("guesser").granted()).isTrue();
		assertThat(this.buckets.take("guesser").granted()).isFalse();
	}

	@Test
	void nothingIsGivenBackTwiceNorBeyondTheQuota() {
		RateLimitPermit<String> first = this.buckets.take("name");
		this.buckets.take("name");
		first.giveBack();
		first.giveBack();
		assertThat(first.state()).startsWith("\"login\";r=9;");
		this.clock.move(WINDOW);
		this.buckets.take("name");
		this.clock.move(WINDOW.minusMillis(1));
		RateLimitPermit<String> held = this.buckets.take("name");
		this.clock.move(WINDOW.minusMillis(1));
		held.giveBack();
		assertThat(this.buckets.take("name").state()).startsWith("\"login\";r=9;");
	}

	@Test
	void clockThatGoesBackGivesNothingAway() {
		exhaust("guesser");
		this.clock.move(Duration.ofHours(-1));
		assertThat(this.buckets.take("guesser").granted()).isFalse();
	}

	private void exhaust(String key) {
		for (int i = 0; i < 10; i++) {
			assertThat(this.buckets.take(key).granted()).isTrue();
		}
		assertThat(this.buckets.take(key).granted()).isFalse();
	}

}
