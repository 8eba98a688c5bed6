package dev.aichat.auth;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Clears away sessions whose time is over, a few at a time. Every instance does so: row
 * locks keep them out of each other's way.
 */
@Component
class ExpiredSessionCleanup {

	static final int BATCH = 500;

	private final SessionRepository sessions;

	ExpiredSessionCleanup(SessionRepository sessions) {
		this.sessions = sessions;
	}

	@Scheduled(fixedDelayString = "10m")
	void clearAway() {
		int deleted;
		do {
			deleted = this.sessions.deleteExpired(BATCH);
		}
		while (deleted > 0);
	}

}
