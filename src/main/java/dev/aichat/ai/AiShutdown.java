package dev.aichat.ai;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Waits for the last replies when the service ends, while the web server waits for its
 * last requests. Replies that take too long are ended early enough to be refunded and
 * answered.
 */
@Component
class AiShutdown implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(AiShutdown.class);

	private final AiBulkhead bulkhead;

	private final Duration timeout;

	private volatile boolean running;

	AiShutdown(AiBulkhead bulkhead, LifecycleProperties lifecycle) {
		this.bulkhead = bulkhead;
		this.timeout = lifecycle.getTimeoutPerShutdownPhase();
	}

	@Override
	public void start() {
		this.bulkhead.open();
		this.running = true;
	}

	/** Waits in a thread of its own: the replies themselves may need the common pool. */
	@Override
	public void stop(Runnable callback) {
		new Thread(() -> {
			stop();
			callback.run();
		}, "ai-shutdown").start();
	}

	@Override
	public void stop() {
		try {
			this.bulkhead.awaitIdle(this.timeout.multipliedBy(4).dividedBy(5));
			int ended = this.bulkhead.close();
			if (ended > 0) {
				log.warn("Ending {} replies that took too long", ended);
				this.bulkhead.awaitIdle(this.timeout);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
	}

}
