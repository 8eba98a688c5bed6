package dev.aichat.connection;

import java.time.Duration;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Scheduled;

import dev.aichat.web.HttpSettings;

/**
 * The number of connections, and of those that may be busy or slow at once. They fit into
 * a third of the heap, unless {@code server.tomcat.max-connections} is set.
 *
 * @param connections the most connections
 * @param requests the most requests that are served at once; others wait unread
 * @param heads the heads of requests that are arriving
 * @param bodies the bodies of requests that are arriving
 */
record ConnectionLimits(int connections, int requests, Arrivals heads, Arrivals bodies) {

	/**
	 * Measured: 6 KB without a request, 25 KB with a head that is arriving, and 80 KB
	 * with a request, which a quarter may have.
	 */
	private static final int BYTES = 26 * 1024;

	private static final int MAX = 8192;

	static ConnectionLimits of(Environment settings, HttpSettings http) {
		int fitting = (int) (Runtime.getRuntime().maxMemory() / 3 / BYTES);
		int connections = settings.getProperty("server.tomcat.max-connections", Integer.class, Math.min(fitting, MAX));
		Duration timeout = settings.getProperty("server.tomcat.connection-timeout", Duration.class,
				Duration.ofSeconds(10));
		// A body that is arriving holds a thread
		int threads = Threading.VIRTUAL.isActive(settings) ? Integer.MAX_VALUE
				: settings.getProperty("server.tomcat.threads.max", Integer.class, 200);
		return new ConnectionLimits(connections, Math.max(1, Math.max(fitting, connections) / 4),
				new Arrivals(timeout, Math.max(1, connections / 4)),
				new Arrivals(http.bodyDeadline(), Math.max(1, Math.min(connections / 8, threads / 2))));
	}

	@Scheduled(fixedDelayString = "250ms")
	void cutOffLate() {
		this.heads.cutOffLate();
		this.bodies.cutOffLate();
	}

}
