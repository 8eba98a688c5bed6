package dev.aichat.auth;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes expired sessions in batches, on every instance: each skips rows that another
 * has locked.
 */
@Component
class ExpiredSessionCleanup {

	static final int BATCH = 500;

	private final SessionRepository sessions;

	ExpiredSessionCleanup(SessionRepository sessions) {
		this.sessions = sessions;
	}

	@Scheduled(fixedDelayString = "10m")
	void deleteExpired() {
		while (this.sessions.deleteExpired(BATCH) > 0) {
			// One batch is one transaction
		}
	}

}
