package dev.aichat.ai;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Tells the operator whether the AI is asked. It is no reason to take an instance out of
 * the balancer: all else works, and the other instances ask the same AI.
 */
@Component
class AiHealthIndicator implements HealthIndicator {

	private final AiBulkhead gate;

	AiHealthIndicator(AiBulkhead gate) {
		this.gate = gate;
	}

	@Override
	public Health health() {
		State state = this.gate.state();
		Status status = switch (state) {
			case OPEN -> Status.DOWN;
			case HALF_OPEN -> Status.UNKNOWN;
			default -> Status.UP;
		};
		return Health.status(status)
			.withDetail("breaker", state)
			.withDetail("callsInFlight", this.gate.taken())
			.withDetail("maxCalls", this.gate.capacity())
			.build();
	}

}
