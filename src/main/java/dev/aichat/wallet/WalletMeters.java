package dev.aichat.wallet;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Counts the tokens moved in and out of balances. */
@Component
class WalletMeters {

	private final Map<EntryKind, Counter> moved = new EnumMap<>(EntryKind.class);

	WalletMeters(MeterRegistry registry) {
		for (EntryKind kind : EntryKind.values()) {
			this.moved.put(kind,
					Counter.builder("aichat.tokens")
						.description("Tokens moved in or out of balances, by kind of ledger entry.")
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
