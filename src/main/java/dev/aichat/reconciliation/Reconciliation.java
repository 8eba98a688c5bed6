package dev.aichat.reconciliation;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.aichat.reconciliation.Reconciler.Slice;

/**
 * Goes through the books all the time, a slice a second, and says so if they do not
 * balance: then there is a bug, or somebody changed them by hand.
 */
@Component
class Reconciliation {

	private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

	private final List<Reconciler> reconcilers;

	private final ReconciliationSettings settings;

	private final Clock clock;

	private volatile Instant resumeAt;

	/** Which of the reconcilers has the next slice. */
	private volatile int current;

	private volatile int found;

	private volatile int foundBefore;

	private volatile long passes;

	Reconciliation(List<Reconciler> reconcilers, ReconciliationSettings settings, Clock clock) {
		this.reconcilers = reconcilers;
		this.settings = settings;
		this.clock = clock;
		this.resumeAt = clock.instant().plus(settings.rest());
	}

	@Scheduled(fixedDelayString = "1s")
	void tick() {
		if (this.clock.instant().isBefore(this.resumeAt)) {
			return;
		}
		try {
			if (checkSlice()) {
				rest();
			}
		}
		catch (DataAccessException | TransactionException ex) {
			log.warn("The books could not be checked", ex);
			rest();
		}
	}

	/**
	 * Checks the next slice.
	 * @return whether it was the last one of the books
	 */
	boolean checkSlice() {
		Slice slice = this.reconcilers.get(this.current).next(this.settings.rows());
		slice.breaches().forEach(this::report);
		if (slice.last()) {
			this.current = (this.current + 1) % this.reconcilers.size();
		}
		if (!slice.last() || this.current > 0) {
			return false;
		}
		endPass();
		return true;
	}

	/** How many breaches of a rule are known, from this pass or the one before. */
	int mismatches() {
		return Math.max(this.found, this.foundBefore);
	}

	/** How often all of the books were checked. */
	long passes() {
		return this.passes;
	}

	private void report(String rule, List<Long> users) {
		if (!users.isEmpty()) {
			this.found += users.size();
			log.error("The books do not balance: of users {} it is not true that {}", users, rule);
		}
	}

	private void endPass() {
		if (this.found == 0 && this.foundBefore > 0) {
			log.info("The books balance again");
		}
		this.foundBefore = this.found;
		this.found = 0;
		this.passes++;
	}

	private void rest() {
		this.resumeAt = this.clock.instant().plus(this.settings.rest());
	}

}
