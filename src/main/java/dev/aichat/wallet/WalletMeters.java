package dev.aichat.wallet;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Counts the tokens that move, and shows whether the books balance. */
@Component
class WalletMeters {

	private final Map<EntryKind, Counter> moved = new EnumMap<>(EntryKind.class);

	WalletMeters(MeterRegistry registry, Reconciliation reconciliation) {
		Gauge.builder("aichat.ledger.mismatches", reconciliation, Reconciliation::mismatches)
			.description("How many users' books break a rule; anything but 0 is an alarm.")
			.register(registry);
		FunctionCounter.builder("aichat.ledger.passes", reconciliation, Reconciliation::passes)
			.description("How often all of the books were checked.")
			.register(registry);
		for (EntryKind kind : EntryKind.values()) {
			this.moved.put(kind,
					Counter.builder("aichat.tokens")
						.description("How many tokens were moved in or out of balances, and why.")
						.tag("kind", kind.name().toLowerCase(Locale.ROOT))
						.register(registry));
		}
	}

	/** Counts a posting once its transaction is committed. */
	void count(Posting posting) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				WalletMeters.this.moved.get(posting.kind()).increment(Math.abs(posting.amount()));
			}

		});
	}

}
