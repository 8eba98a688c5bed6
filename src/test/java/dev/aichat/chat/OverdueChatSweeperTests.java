package dev.aichat.chat;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.testing.Books;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.SystemTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The sweep refunds whatever it can reach. */
@SystemTest
class OverdueChatSweeperTests {

	@Autowired
	Client client;

	@Autowired
	Books books;

	@Autowired
	Billing billing;

	@Autowired
	OverdueChatSweeper sweeper;

	@Autowired
	TransactionTemplate transaction;

	@Test
	void chatOfLockedUserDelaysNoOtherRefund() {
		Caller locked = this.client.newUser();
		Caller other = this.client.newUser();
		reserveAndExpire(locked, 60);
		reserveAndExpire(other, 1);
		this.transaction.executeWithoutResult((status) -> {
			this.books.sql()
				.sql("SELECT id FROM users WHERE id = ? FOR UPDATE")
				.param(locked.id())
				.query()
				.listOfRows();
			sweep();
		});
		assertThat(other.balance()).isEqualTo(4000);
		assertThat(locked.balance()).isEqualTo(3900);
		sweep();
		assertThat(locked.balance()).isEqualTo(4000);
	}

	/** Sweeps in a thread of its own, outside of the transaction of the test. */
	private void sweep() {
		Concurrently.run(1, (i) -> {
			this.sweeper.sweep();
			return i;
		});
	}

	private void reserveAndExpire(Caller user, int secondsAgo) {
		this.billing.reserve(new Message(user.id(), "Hello", null, null));
		this.books.sql()
			.sql("UPDATE chats SET expires_at = CURRENT_TIMESTAMP - CAST(? AS INT) * INTERVAL '1' SECOND WHERE user_id = ?")
			.params(secondsAgo, user.id())
			.update();
	}

}
