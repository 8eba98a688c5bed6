package dev.aichat.testing;

import redis.embedded.RedisServer;

import org.springframework.test.util.TestSocketUtils;
import org.springframework.util.function.ThrowingConsumer;
import org.springframework.util.function.ThrowingSupplier;

/** A real Redis on a port of its own, which forgets everything when it stops. */
public final class RedisProcess implements AutoCloseable {

	private final RedisServer server = ThrowingSupplier
		.of(RedisServer.newRedisServer().port(TestSocketUtils.findAvailableTcpPort()).setting("save \"\"")::build)
		.get();

	/** Starts the server. */
	public RedisProcess() {
		start();
	}

	public String url() {
		return "redis://127.0.0.1:" + this.server.ports().get(0);
	}

	/** Starts the server again, empty. */
	public void start() {
		ThrowingConsumer.of(RedisServer::start).accept(this.server);
	}

	public void stop() {
		ThrowingConsumer.of(RedisServer::stop).accept(this.server);
	}

	@Override
	public void close() {
		stop();
	}

}
