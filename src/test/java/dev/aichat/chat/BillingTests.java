package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.aichat.ai.Completion;
import dev.aichat.ai.FinishReason;
import dev.aichat.chat.Billing.Reservation;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A chat and its price change together, and once. */
class BillingTests extends ChatStatementTests {

	@Test
	void reservingStoresTheMessageAndTakesItsPrice() {
		Reservation reservation = reserve(null, KEY);
		UUID id = reservation.chatId();
		assertThat(reservation)
			.isEqualTo(new Reservation(id, id, this.user, 100, 3900, Instant.parse("2026-11-21T12:00:00.123Z")));
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
		assertThat(chat(id)).containsEntry("state", "PENDING")
			.containsEntry("message", "Hello")
			.containsEntry("price", 100L)
			.containsEntry("user_id", this.user)
			.containsEntry("conversation_id", id)
			.containsEntry("idempotency_key", "once")
			.containsEntry("response", null);
		assertThat(this.wallet.balanceAfterCharge(id)).isEqualTo(3900);
	}

	@Test
	void messageContinuesItsConversation() {
		UUID conversation = reserve(null, null).chatId();
		Reservation reservation = reserve(conversation, null);
		assertThat(reservation.conversationId()).isEqualTo(conversation).isNotEqualTo(reservation.chatId());
		assertThat(chat(reservation.chatId())).containsEntry("conversation_id", conversation);
	}

	@Test
	void messageInNoConversationOfTheUserStoresNothing() {
		UUID deleted = reserve(null, null).chatId();
		this.billing.deleteConversation(this.user, deleted);
		UUID first = reserve(null, null).chatId();
		UUID second = reserve(first, null).chatId();
		rejects(deleted);
		rejects(second);
		rejects(UUID.randomUUID());
		assertThat(this.wallet.balance(this.user)).isEqualTo(3800);
		assertThat(chats()).isEqualTo(3);
		this.user = newUser();
		rejects(first);
	}

	@Test
	void usedKeyReservesNothing() {
		reserve(null, KEY);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> reserve(null, KEY))
			.extracting(ProblemException::code)
			.isEqualTo("request_in_progress");
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
		assertThat(chats()).isOne();
	}

	@Test
	void tooSmallBalanceStoresNothing() {
		this.transaction.execute((status) -> this.wallet.charge(this.user, 3901, UUID.randomUUID()));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> reserve(null, null))
			.returns("insufficient_tokens", ProblemException::code);
		assertThat(this.wallet.balance(this.user)).isEqualTo(99);
		assertThat(chats()).isZero();
	}

	@Test
	void settledChatKeepsItsReplyAndItsPrice() {
		Reservation reservation = reserve(null, KEY);
		assertThat(this.billing.settle(reservation.chatId(), HI)).isTrue();
		assertThat(chat(reservation.chatId())).containsEntry("state", "ANSWERED")
			.containsEntry("response", "Hi")
			.containsEntry("prompt_tokens", 12)
			.containsEntry("completion_tokens", 6)
			.containsEntry("idempotency_key", "once");
		assertThat(this.billing.settle(reservation.chatId(), new Completion("Ho", FinishReason.STOP, null, null)))
			.isFalse();
		assertThat(this.billing.release(reservation)).isEmpty();
		assertThat(chat(reservation.chatId())).containsEntry("response", "Hi");
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
	}

	@Test
	void releasingRefundsOnceAndFreesTheKey() {
		Reservation reservation = reserve(null, KEY);
		assertThat(this.billing.release(reservation)).contains(4000L);
		assertThat(chat(reservation.chatId())).containsEntry("state", "REFUNDED")
			.containsEntry("idempotency_key", null);
		assertThat(this.billing.release(reservation)).isEmpty();
		assertThat(this.billing.settle(reservation.chatId(), HI)).isFalse();
		assertThat(this.wallet.balance(this.user)).isEqualTo(4000);
		assertThat(reserve(null, KEY).remainingTokens()).isEqualTo(3900);
	}

	@Test
	void erasingRemovesTextsAndRefundsPendingChats() {
		Reservation answered = reserve(null, KEY);
		this.billing.settle(answered.chatId(), HI);
		Reservation refunded = reserve(null, null);
		this.billing.release(refunded);
		Reservation pending = reserve(null, new IdempotencyKey("pending"));
		assertThat(this.wallet.balance(this.user)).isEqualTo(3800);
		this.transaction.executeWithoutResult((status) -> this.billing.erase(this.user));
		assertThat(this.wallet.balance(this.user)).isEqualTo(3900);
		erased(answered, "ANSWERED", "");
		erased(refunded, "REFUNDED", null);
		erased(pending, "REFUNDED", null);
		assertThat(this.billing.settle(pending.chatId(), HI)).isFalse();
		assertThat(this.billing.release(pending)).isEmpty();
	}

	@Test
	void erasingKeepsChatsOfOtherUsers() {
		Reservation pending = reserve(null, KEY);
		this.transaction.executeWithoutResult((status) -> this.billing.erase(newUser()));
		assertThat(chat(pending.chatId())).containsEntry("message", "Hello").containsEntry("state", "PENDING");
	}

	private void rejects(UUID conversation) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> reserve(conversation, KEY))
			.returns("conversation_not_found", ProblemException::code);
	}

	private void erased(Reservation reservation, String state, @Nullable String response) {
		assertThat(chat(reservation.chatId())).containsEntry("state", state)
			.containsEntry("message", "")
			.containsEntry("response", response)
			.containsEntry("idempotency_key", null);
	}

}
