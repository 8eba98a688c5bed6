package dev.aichat.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Primary;

/** A clock that stands still until it is moved. */
@Primary
@TestComponent
public class MovableClock extends Clock {

	private volatile Instant now;

	public MovableClock() {
		this(Clock.systemUTC().instant());
	}

	public MovableClock(Instant now) {
		this.now = now;
	}

	public void move(Instant now) {
		this.now = now;
	}

	public void move(Duration ahead) {
		this.now = this.now.plus(ahead);
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
