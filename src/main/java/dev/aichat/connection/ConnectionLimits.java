package dev.aichat.connection;

import java.time.Duration;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.aichat.web.HttpSettings;

/**
 * The number of connections, and of the slow ones among them. They fit into a third of
 * the heap, unless {@code server.tomcat.max-connections} is set.
 */
@Component
class ConnectionLimits {

	/**
	 * Measured, on average: 6 KB without a request, 25 KB with a head that is arriving,
	 * 60 KB with a body.
	 */
	private static final int BYTES = 15 * 1024;

	private final int connections;

	private final Arrivals heads;

	private final Arrivals bodies;

	ConnectionLimits(Environment settings, HttpSettings http) {
		int fitting = (int) Math.min(8192, Runtime.getRuntime().maxMemory() / 3 / BYTES);
		this.connections = settings.getProperty("server.tomcat.max-connections", Integer.class, fitting);
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
