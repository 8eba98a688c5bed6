package dev.aichat.ai;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
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

	/** How long replies are waited for: most of the time that the web server has. */
	private final Duration patience;

	/** How long their ends are waited for: the rest of it. */
	private final Duration rest;

	private volatile boolean running;

	@Autowired
	AiShutdown(AiBulkhead bulkhead, LifecycleProperties lifecycle) {
		this(bulkhead, lifecycle.getTimeoutPerShutdownPhase().multipliedBy(4).dividedBy(5),
				lifecycle.getTimeoutPerShutdownPhase().dividedBy(5));
	}

	AiShutdown(AiBulkhead bulkhead, Duration patience, Duration rest) {
		this.bulkhead = bulkhead;
		this.patience = patience;
		this.rest = rest;
	}

	@Override
	public void start() {
		this.bulkhead.open();
		this.running = true;
	}

	@Override
	public void stop(Runnable callback) {
		new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "ai-shutdown").start();
	}

	@Override
	public void stop() {
		try {
			this.bulkhead.awaitIdle(this.patience);
			int ended = this.bulkhead.close();
			if (ended > 0) {
				log.warn("Ending {} replies that took too long", ended);
				this.bulkhead.awaitIdle(this.rest);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.running = false;
		}
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
