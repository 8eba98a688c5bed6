package dev.aichat.chat;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.PostConstruct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Refunds overdue chats, whose process has died: it no longer renews their leases. Every
 * instance sweeps, and skips the rows that another one has locked.
 */
@Component
class OverdueChatSweeper {

	private static final Logger log = LoggerFactory.getLogger(OverdueChatSweeper.class);

	private final Billing billing;

	private final ChatRepository chats;

	private final ChatMeters meters;

	private final DataSource database;

	/** True if the database could be reached at the latest sweep. */
	private boolean reached = true;

	OverdueChatSweeper(Billing billing, ChatRepository chats, ChatMeters meters, DataSource database) {
		this.billing = billing;
		this.chats = chats;
		this.meters = meters;
		this.database = database;
	}

	/**
	 * Ends the leases in an H2 file: only one process can use it, so that its pending
	 * chats were left by a dead one.
	 */
	@PostConstruct
	void expireLeftovers() {
		HikariDataSource pool = DataSourceUnwrapper.unwrap(this.database, HikariConfigMXBean.class,
				HikariDataSource.class);
		if (pool != null && pool.getJdbcUrl().matches("(?i)jdbc:h2:file:(?!.*;AUTO_SERVER=TRUE).*")) {
			this.chats.expireAll();
		}
	}

	/**
	 * Refunds all overdue chats. A database that is back may have been unavailable for
	 * longer than a lease: until the next sweep, living instances renew theirs.
	 */
	@Scheduled(fixedDelayString = "5s")
	void sweep() {
		boolean isBack = !this.reached;
		this.reached = false;
		int released = 0;
		try {
			if (isBack) {
				this.chats.countByState(ChatState.PENDING);
			}
			while (!isBack && this.billing.releaseOverdue()) {
				released++;
			}
			this.reached = true;
		}
		finally {
			this.meters.swept(released);
			if (released > 0) {
				log.warn("Refunded {} overdue chats", released);
			}
		}
	}

}
