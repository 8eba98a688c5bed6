package dev.aichat.chat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

/**
 * Generates the ids of chats: UUIDs of version 7 (RFC 9562, section 5.7), which sort by
 * time; within one millisecond a counter keeps their order (section 6.2, method 1).
 */
@Component
class ChatIds {

	/** The largest UUID (RFC 9562, section 5.10). */
	static final UUID LAST = new UUID(-1, -1);

	private static final int COUNTER_BITS = 12;

	private final SecureRandom random = new SecureRandom();

	private final AtomicLong last = new AtomicLong();

	UUID next(Instant now) {
		long tick = this.last.updateAndGet((previous) -> Math.max(previous + 1, now.toEpochMilli() << COUNTER_BITS));
		long version = 0x7000;
		long variant = Long.MIN_VALUE;
		return new UUID((tick >>> COUNTER_BITS << 16) | version | (tick & 0xfff),
				variant | (this.random.nextLong() >>> 2));
	}

	/** The smallest id of a chat from that moment on. */
	static UUID firstAt(Instant moment) {
		return new UUID(moment.toEpochMilli() << 16, 0);
	}

}
