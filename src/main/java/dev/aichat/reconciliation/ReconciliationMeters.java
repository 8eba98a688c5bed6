package dev.aichat.reconciliation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/** Publishes the findings of the {@link Reconciliation} as metrics. */
@Component
class ReconciliationMeters {

	ReconciliationMeters(MeterRegistry registry, Reconciliation reconciliation) {
		Gauge.builder("aichat.ledger.mismatches", reconciliation, Reconciliation::mismatches)
			.description("How many users' books break a rule; anything but 0 is an alarm.")
			.register(registry);
		FunctionCounter.builder("aichat.ledger.passes", reconciliation, Reconciliation::passes)
			.description("How often all of the books were checked.")
			.register(registry);
	}

}
