package dev.aichat.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.ServletRequest;
import org.apache.catalina.connector.Request;

import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.aichat.web.HttpSettings;

/**
 * The bodies that are arriving, oldest first. One that takes too long is cut off, and
 * while too many are arriving, the oldest, so that slow ones leave room for others.
 */
@Component
class PendingBodies {

	/** The attribute of a request that holds Tomcat's own request. */
	static final String REQUEST = PendingBodies.class.getName();

	private final NavigableMap<Long, PendingBody> bodies = new ConcurrentSkipListMap<>();

	private final AtomicLong last = new AtomicLong();

	private final Duration deadline;

	private final int max;

	PendingBodies(HttpSettings http, ConnectionSettings connections) {
		this.deadline = http.bodyDeadline();
		this.max = connections.maxPendingBodies();
	}

	/** Adds the body of a request, until it is closed. */
	PendingBody begin(ServletRequest request) {
		PendingBody body = new PendingBody(this.last.incrementAndGet(), (Request) request.getAttribute(REQUEST));
		this.bodies.put(body.number, body);
		Entry<Long, PendingBody> oldest = this.bodies.firstEntry();
		if (oldest != null && body.number - oldest.getKey() > this.max && this.bodies.size() > this.max) {
			oldest.getValue().cutOff();
		}
		return body;
	}

	@Scheduled(fixedDelayString = "250ms")
	void cutOffLateBodies() {
		long now = System.nanoTime();
		this.bodies.values()
			.stream()
			.takeWhile((body) -> now - body.begun >= this.deadline.toNanos())
			.forEach(PendingBody::cutOff);
	}

	/** A body that is arriving. */
	final class PendingBody implements AutoCloseable {

		private final long begun = System.nanoTime();

		private final long number;

		private final Request request;

		private boolean closed;

		private boolean cutOff;

		private PendingBody(long number, Request request) {
			this.number = number;
			this.request = request;
		}

		/** Corrects the status that Tomcat has given the failed body. */
		synchronized void fail() throws IOException {
			if (this.cutOff) {
				this.request.getResponse().sendError(HttpStatus.REQUEST_TIMEOUT.value());
			}
		}

		/** Ends the input of the connection; the response may still be written. */
		private synchronized void cutOff() {
			PendingBodies.this.bodies.remove(this.number);
			if (!this.closed) {
				this.cutOff = true;
				BoundedHttpProtocol.endInput(this.request.getCoyoteRequest());
			}
		}

		@Override
		public synchronized void close() {
			this.closed = true;
			PendingBodies.this.bodies.remove(this.number);
		}

	}

}
