package dev.aichat.connection;

import java.time.Duration;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.aichat.web.HttpSettings;

/**
 * The number of connections, and of those that may be busy or slow at once. They fit into
 * a third of the heap, unless {@code server.tomcat.max-connections} is set.
 */
@Component
class ConnectionLimits {

	/**
	 * Measured: 6 KB without a request, 25 KB with a head that is arriving, and 80 KB
	 * with a request, which a quarter may have.
	 */
	private static final int BYTES = 26 * 1024;

	private static final int MAX = 8192;

	private final int connections;

	private final int requests;

	private final Arrivals heads;

	private final Arrivals bodies;

	ConnectionLimits(Environment settings, HttpSettings http) {
		int fitting = (int) (Runtime.getRuntime().maxMemory() / 3 / BYTES);
		this.connections = settings.getProperty("server.tomcat.max-connections", Integer.class, Math.min(fitting, MAX));
		this.requests = Math.max(1, Math.max(fitting, this.connections) / 4);
		this.heads = new Arrivals(
				settings.getProperty("server.tomcat.connection-timeout", Duration.class, Duration.ofSeconds(10)),
				Math.max(1, this.connections / 4));
		// A body that is arriving holds a thread
		int threads = Threading.VIRTUAL.isActive(settings) ? Integer.MAX_VALUE
				: settings.getProperty("server.tomcat.threads.max", Integer.class, 200);
		this.bodies = new Arrivals(http.bodyDeadline(), Math.max(1, Math.min(this.connections / 8, threads / 2)));
	}

	int connections() {
		return this.connections;
	}

	/** The requests that are served at once; others wait unread. */
	int requests() {
		return this.requests;
	}

	Arrivals heads() {
		return this.heads;
	}

	Arrivals bodies() {
		return this.bodies;
	}

	@Scheduled(fixedDelayString = "250ms")
	void cutOffLate() {
		this.heads.cutOffLate();
		this.bodies.cutOffLate();
	}

}
