package dev.aichat.reconciliation;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Tells the operator whether the books balance. It is no reason to take an instance out
 * of the balancer: all of them have the same books.
 */
@Component
class LedgerHealthIndicator implements HealthIndicator {

	private final Reconciliation reconciliation;

	LedgerHealthIndicator(Reconciliation reconciliation) {
		this.reconciliation = reconciliation;
	}

	@Override
	public Health health() {
		int mismatches = this.reconciliation.mismatches();
		return ((mismatches == 0) ? Health.up() : Health.down()).withDetail("mismatches", mismatches)
			.withDetail("passes", this.reconciliation.passes())
			.build();
	}

}
