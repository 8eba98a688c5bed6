package dev.aichat.chat;

import java.util.UUID;
import java.util.concurrent.FutureTask;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.OnPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** {@link ConversationTests} on PostgreSQL. */
@OnPostgres
class ConversationOnPostgresTests extends ConversationTests {

	@Autowired
	ChatRepository chats;

	@Autowired
	Billing billing;

	@Autowired
	TransactionTemplate transaction;

	@Test
	void erasingWaitsForADeletionInsteadOfADeadlock() throws Exception {
		Caller user = this.client.newUser();
		UUID conversation = UUID.fromString(user.chat("Hello").text("conversation_id"));
		long id = user.id();
		this.billing.reserve(new Message(id, "Secret", conversation, null));
		FutureTask<Void> erasing = new FutureTask<>(
				() -> this.transaction.executeWithoutResult((status) -> this.billing.erase(id)), null);
		this.transaction.executeWithoutResult((status) -> {
			this.chats.lockConversation(id, conversation);
			new Thread(erasing).start();
			Awaitility.await().until(this::isAnyoneBlocked);
			this.billing.deleteConversation(id, conversation);
		});
		erasing.get();
		assertThat(user.balance()).isEqualTo(3900);
	}

	private boolean isAnyoneBlocked() {
		return this.books.number("SELECT COUNT(*) FROM pg_locks WHERE NOT granted") > 0;
	}

}
