package dev.aichat.auth;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Clears away sessions whose time is over. Every instance does so, a few rows at a time,
 * and waits for no more than a few of another's.
 */
@Component
class Caretaker {

	static final int BATCH = 500;

	private final SessionRepository sessions;

	Caretaker(SessionRepository sessions) {
		this.sessions = sessions;
	}

	@Scheduled(fixedDelayString = "10m")
	void clearAway() {
		int deleted;
		do {
			deleted = this.sessions.deleteExpired(BATCH);
		}
		while (deleted == BATCH);
	}

}
