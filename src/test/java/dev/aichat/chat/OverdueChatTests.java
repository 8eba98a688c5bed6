package dev.aichat.chat;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import dev.aichat.ai.Completion;
import dev.aichat.ai.FinishReason;
import dev.aichat.chat.Billing.Reservation;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** Chats whose lease has ended are refunded once, and late replies are discarded. */
class OverdueChatTests extends ServiceTests {

	@Autowired
	Billing billing;

	@Autowired
	ChatRepository chats;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	OverdueChatSweeper sweeper;

	@Test
	void overdueChatsAreRefundedOnceByManySweepers() {
		Caller user = this.client.newUser();
		for (int i = 0; i < 10; i++) {
			reserveAndExpire(user);
		}
		assertThat(user.balance()).isEqualTo(3000);
		Concurrently.run(3, this.sweeper::sweep);
		assertThat(user.balance()).isEqualTo(4000);
	}

	@Test
	void chatInFlightKeepsItsLeaseAndIsSweptOnceItsInstanceIsDead() {
		Caller user = this.client.newUser();
		ChatsInFlight living = new ChatsInFlight(this.chats);
		living.add(new StartedChat(reserve(user), "Hello", List.of(), mock()));
		endLeases(user, 5);
		living.check();
		assertThat(freshLeases(user)).hasSize(1);
		this.sweeper.sweep();
		assertThat(user.balance()).isEqualTo(3900);
		expireAll(user);
		this.sweeper.sweep();
		assertThat(user.balance()).isEqualTo(4000);
	}

	@Test
	void lockedChatDoesNotHinderTheRenewalOfOthers() {
		Caller user = this.client.newUser();
		UUID locked = reserve(user).chatId();
		UUID other = reserve(user).chatId();
		endLeases(user, 5);
		this.transaction.executeWithoutResult((status) -> {
			this.chats.lockPending(new UUID[] { locked });
			Concurrently.run(1, () -> this.chats.renewLeases(new UUID[] { locked, other }));
		});
		assertThat(freshLeases(user)).containsExactly(other);
		expireAll(user);
	}

	@Test
	void chatOfLockedUserDelaysNoOtherRefund() {
		Caller locked = this.client.newUser();
		Caller other = this.client.newUser();
		reserve(locked);
		endLeases(locked, -60);
		reserveAndExpire(other);
		this.transaction.executeWithoutResult((status) -> {
			this.books.number("SELECT id FROM users WHERE id = ? FOR UPDATE", locked.id());
			Concurrently.run(1, this.sweeper::sweep);
		});
		assertThat(other.balance()).isEqualTo(4000);
		assertThat(locked.balance()).isEqualTo(3900);
		this.sweeper.sweep();
		assertThat(locked.balance()).isEqualTo(4000);
	}

	@Test
	void sweepAndLateSettleNeverBothWin() {
		Caller user = this.client.newUser();
		for (int round = 0; round < 30; round++) {
			Reservation late = reserveAndExpire(user);
			List<Boolean> settled = Concurrently.run(3, (i) -> {
				if (i == 0) {
					return this.billing.settle(late.chatId(), new Completion("late", FinishReason.STOP, null, null));
				}
				this.sweeper.sweep();
				return false;
			});
			String state = user.get("/api/chat/" + late.chatId()).text("state");
			assertThat(state).isEqualTo(settled.contains(true) ? "ANSWERED" : "REFUNDED");
		}
	}

	@Test
	void replyAfterTheSweepIsDiscarded() {
		Caller user = this.client.newUser();
		this.ai.script((message, handler) -> {
			expireAll(user);
			this.sweeper.sweep();
			ScriptedModel.say("too late", handler);
		});
		Answer answer = user.chat("Late").isProblem(504, "ai_timeout");
		assertThat(answer.json().get("refunded").booleanValue()).isTrue();
		assertThat(answer.number("remaining_tokens")).isEqualTo(4000).isEqualTo(user.balance());
		assertThat(answer.body()).doesNotContain("too late");
	}

	private Reservation reserve(Caller user) {
		return this.billing.reserve(new Message(user.id(), "Hello", null, null));
	}

	private Reservation reserveAndExpire(Caller user) {
		Reservation reservation = reserve(user);
		expireAll(user);
		return reservation;
	}

	private void expireAll(Caller user) {
		endLeases(user, -1);
	}

	private void endLeases(Caller user, int seconds) {
		this.books.change("""
				UPDATE chats SET expires_at = CURRENT_TIMESTAMP + CAST(? AS INTEGER) * INTERVAL '1' SECOND
				WHERE user_id = ? AND state = 'PENDING'""", seconds, user.id());
	}

	private List<UUID> freshLeases(Caller user) {
		return this.books.sql()
			.sql("SELECT id FROM chats WHERE user_id = ? AND expires_at > CURRENT_TIMESTAMP + INTERVAL '10' SECOND")
			.param(user.id())
			.query(UUID.class)
			.list();
	}

}
