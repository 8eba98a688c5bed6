package dev.aichat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

import redis.embedded.RedisServer;

import org.springframework.test.util.TestSocketUtils;

/** A real Redis on a port of its own, which forgets everything when it stops. */
public final class RedisProcess implements AutoCloseable {

	private final RedisServer server;

	/** Starts the server. */
	public RedisProcess() {
		try {
			this.server = RedisServer.newRedisServer()
				.port(TestSocketUtils.findAvailableTcpPort())
				.setting("save \"\"")
				.build();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start();
	}

	public String url() {
		return "redis://127.0.0.1:" + this.server.ports().get(0);
	}

	/** Starts the server again, empty. */
	public void start() {
		try {
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public void stop() {
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		stop();
	}

}
