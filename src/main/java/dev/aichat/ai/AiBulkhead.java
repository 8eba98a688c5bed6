package dev.aichat.ai;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Limits the questions in flight, and rejects all of them for a while when most of the
 * latest ones failed. When the service ends, it waits for the last replies while the web
 * server waits for its last requests. Replies that take too long are ended early enough
 * to be refunded and answered.
 */
@Component
class AiBulkhead implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(AiBulkhead.class);

	private final AiSettings settings;

	private final Duration shutdownTimeout;

	private final Semaphore free;

	private final Set<AiCall> calls = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean watching = new AtomicBoolean();

	private final CircuitBreaker breaker;

	private volatile boolean closed;

	AiBulkhead(AiSettings settings, LifecycleProperties lifecycle) {
		this.settings = settings;
		this.shutdownTimeout = lifecycle.getTimeoutPerShutdownPhase();
		this.free = new Semaphore(settings.maxConcurrent());
		AiSettings.Breaker breaker = settings.breaker();
		this.breaker = CircuitBreaker.of("ai",
				CircuitBreakerConfig.custom()
					.slidingWindowSize(breaker.window())
					.minimumNumberOfCalls(Math.min(breaker.minimumCalls(), breaker.window()))
					.failureRateThreshold(50)
					.ignoreException((failure) -> !((AiException) failure).isProviderAtFault())
					.waitDurationInOpenState(breaker.pause())
					.permittedNumberOfCallsInHalfOpenState(3)
					.maxWaitDurationInHalfOpenState(settings.deadline().plus(breaker.pause()))
					.build());
		this.breaker.getEventPublisher()
			.onStateTransition((event) -> log.warn("The AI's circuit breaker was {}, and is {} now",
					event.getStateTransition().getFromState(), event.getStateTransition().getToState()));
	}

	/**
	 * Takes a permit for one question; closing the call releases it.
	 * @throws AiException {@code ai_unavailable} if there is none
	 */
	AiCall admit() {
		if (!this.free.tryAcquire()) {
			throw AiException.unavailable(1);
		}
		if (!this.breaker.tryAcquirePermission()) {
			this.free.release();
			throw AiException.unavailable(Math.max(1, this.settings.breaker().pause().toSeconds()));
		}
		AiCall call = new AiCall(this, this.settings);
		this.calls.add(call);
		if (this.closed) {
			call.close();
			throw AiException.unavailable(1);
		}
		watch();
		return call;
	}

	/** Checks the time of all calls every 50 ms while there are any. */
	private void watch() {
		if (!this.calls.isEmpty() && this.watching.compareAndSet(false, true)) {
			CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS, Runnable::run).execute(() -> {
				this.watching.set(false);
				watch();
				this.calls.forEach(AiCall::checkTime);
			});
		}
	}

	void release(AiCall call, Consumer<CircuitBreaker> outcome) {
		if (this.calls.remove(call)) {
			outcome.accept(this.breaker);
			this.free.release();
		}
	}

	int inUse() {
		return this.calls.size();
	}

	/** The breaker's state; once open, it stays so until somebody wants to ask. */
	CircuitBreaker.State state() {
		return this.breaker.getState();
	}

	@Override
	public void start() {
		this.closed = false;
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
			if (!awaitIdle(this.shutdownTimeout.multipliedBy(4).dividedBy(5))) {
				log.warn("Ending {} replies that took too long", inUse());
			}
			this.closed = true;
			this.calls.forEach((call) -> call.fail(AiException.unavailable(1)));
			awaitIdle(this.shutdownTimeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean awaitIdle(Duration timeout) throws InterruptedException {
		boolean idle = this.free.tryAcquire(this.settings.maxConcurrent(), timeout.toNanos(), TimeUnit.NANOSECONDS);
		if (idle) {
			this.free.release(this.settings.maxConcurrent());
		}
		return idle;
	}

	@Override
	public boolean isRunning() {
		return !this.closed || inUse() > 0;
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
