package dev.aichat.ai;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Shows the circuit breaker's state. It is not part of readiness: everything else works,
 * and the other instances ask the same AI.
 */
@Component
class AiHealthIndicator implements HealthIndicator {

	private final AiBulkhead bulkhead;

	AiHealthIndicator(AiBulkhead bulkhead) {
		this.bulkhead = bulkhead;
	}

	@Override
	public Health health() {
		State state = this.bulkhead.state();
		Status status = switch (state) {
			case OPEN -> Status.DOWN;
			case HALF_OPEN -> Status.UNKNOWN;
			default -> Status.UP;
		};
		return Health.status(status)
			.withDetail("breaker", state)
			.withDetail("callsInFlight", this.bulkhead.inUse())
			.withDetail("maxCalls", this.bulkhead.capacity())
			.build();
	}

}
