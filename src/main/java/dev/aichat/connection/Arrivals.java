package dev.aichat.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heads or bodies of requests that are arriving, oldest first. One that takes too
 * long is cut off, and while too many are arriving, the oldest, so that slow ones leave
 * room for others.
 */
class Arrivals {

	private final NavigableMap<Long, Arrival> arriving = new ConcurrentSkipListMap<>();

	private final AtomicLong last = new AtomicLong();

	private final Duration deadline;

	private final int max;

	Arrivals(Duration deadline, int max) {
		this.deadline = deadline;
		this.max = max;
	}

	/** Adds what has begun to arrive on a connection, until it is closed. */
	Arrival begin(SocketChannel connection) {
		Arrival arrival = new Arrival(this.last.incrementAndGet(), connection);
		this.arriving.put(arrival.number, arrival);
		Entry<Long, Arrival> oldest = this.arriving.firstEntry();
		// Counting is slow: the numbers tell whether it is worthwhile
		if (oldest != null && arrival.number - oldest.getKey() >= this.max && this.arriving.size() > this.max) {
			oldest.getValue().cutOff();
		}
		return arrival;
	}

	void cutOffLate() {
		long now = System.nanoTime();
		this.arriving.values()
			.stream()
			.takeWhile((arrival) -> now - arrival.begun >= this.deadline.toNanos())
			.forEach(Arrival::cutOff);
	}

	/** A head or a body that is arriving. */
	final class Arrival implements AutoCloseable {

		private final long begun = System.nanoTime();

		private final long number;

		private final SocketChannel connection;

		private boolean closed;

		private boolean cutOff;

		private Arrival(long number, SocketChannel connection) {
			this.number = number;
			this.connection = connection;
		}

		boolean isOn(SocketChannel channel) {
			return this.connection == channel;
		}

		synchronized boolean isCutOff() {
			return this.cutOff;
		}

		/** Lets the connection receive nothing more; a response can still be sent. */
		private synchronized void cutOff() {
			Arrivals.this.arriving.remove(this.number);
			if (!this.closed) {
				this.cutOff = true;
				try {
					this.connection.shutdownInput();
				}
				catch (IOException ex) {
					// The client is gone
				}
			}
		}

		@Override
		public synchronized void close() {
			this.closed = true;
			Arrivals.this.arriving.remove(this.number);
		}

	}

}
