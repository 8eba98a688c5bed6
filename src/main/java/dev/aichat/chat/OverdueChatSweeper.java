package dev.aichat.chat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Refunds overdue chats, whose process died before it could. Every instance sweeps, and
 * skips the rows that another one has locked.
 */
@Component
class OverdueChatSweeper {

	private static final Logger log = LoggerFactory.getLogger(OverdueChatSweeper.class);

	private final Billing billing;

	private final ChatMeters meters;

	OverdueChatSweeper(Billing billing, ChatMeters meters) {
		this.billing = billing;
		this.meters = meters;
	}

	@Scheduled(fixedDelayString = "10s")
	void sweep() {
		int released = 0;
		try {
			while (this.billing.releaseOverdue()) {
				released++;
			}
		}
		finally {
			this.meters.swept(released);
			if (released > 0) {
				log.warn("Refunded {} overdue chats", released);
			}
		}
	}

}
