package dev.aichat.ratelimit;

import java.time.Clock;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.TimeMeter;

/** The application's clock, for buckets. */
record ClockMeter(Clock clock) implements TimeMeter {

	@Override
	public long currentTimeNanos() {
		return TimeUnit.MILLISECONDS.toNanos(this.clock.millis());
	}

	@Override
	public boolean isWallClockBased() {
		return true;
	}

}
