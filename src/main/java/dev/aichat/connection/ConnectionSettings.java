package dev.aichat.connection;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The number of connections that fit into a third of the heap, unless
 * {@code server.tomcat.max-connections} is set.
 */
@Component
class ConnectionSettings {

	/** Measured: what a connection holds while its request's head is incomplete. */
	private static final int BYTES = 20 * 1024;

	private final int maxConnections;

	ConnectionSettings(Environment settings) {
		int fitting = (int) Math.min(8192, Runtime.getRuntime().maxMemory() / 3 / BYTES);
		this.maxConnections = settings.getProperty("server.tomcat.max-connections", Integer.class, fitting);
	}

	int maxConnections() {
		return this.maxConnections;
	}

	/** A request whose body is arriving holds a thread and more buffers. */
	int maxPendingBodies() {
		return Math.max(1, this.maxConnections / 8);
	}

}
