package dev.aichat.ratelimit;

import java.time.Duration;

import io.github.bucket4j.Bandwidth;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.Assert;

/**
 * A quota of requests, written as {@code 120/1m}: so many at once, and as many again,
 * steadily, in each window of time.
 */
record Limit(int quota, Duration window) {

	private static final int MAX_QUOTA = 100_000;

	private static final Duration MAX_WINDOW = Duration.ofDays(1);

	Limit {
		Assert.isTrue(quota >= 1 && quota <= MAX_QUOTA, "A limit's quota is 1 to %d.".formatted(MAX_QUOTA));
		Assert.isTrue(window.compareTo(Duration.ofSeconds(1)) >= 0 && window.compareTo(MAX_WINDOW) <= 0
				&& window.getNano() == 0, "A limit's window is 1s to 1d, in whole seconds.");
	}

	public static Limit valueOf(String text) {
		String[] parts = text.split("/", 2);
		Assert.isTrue(parts.length == 2 && parts[0].matches("\\d{1,9}"),
				"'%s' is not a limit such as 120/1m.".formatted(text));
		return new Limit(Integer.parseInt(parts[0]), DurationStyle.detectAndParse(parts[1]));
	}

	/** The form in which Bucket4j takes it. */
	Bandwidth bandwidth() {
		return Bandwidth.builder().capacity(this.quota).refillGreedy(this.quota, this.window).build();
	}

}
