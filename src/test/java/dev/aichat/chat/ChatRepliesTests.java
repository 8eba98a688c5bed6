package dev.aichat.chat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.data.domain.Limit;
import org.springframework.mock.web.MockHttpServletRequest;

import dev.aichat.ai.AiException;
import dev.aichat.ai.AiPermit;
import dev.aichat.ai.AiService;
import dev.aichat.ai.Completion;
import dev.aichat.ai.FinishReason;
import dev.aichat.ai.Prompt;
import dev.aichat.ai.Prompt.Exchange;
import dev.aichat.ratelimit.RateLimitDecision;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.Page;
import dev.aichat.web.ProblemException;
import dev.aichat.web.ProblemRenderer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/** What a user gets for a message: the reply, the same reply again, or a refusal. */
class ChatRepliesTests {

	private static final UUID ID = UUID.fromString("0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11");

	private static final UUID CONVERSATION = UUID.fromString("0199f3c2-0000-7c3a-9d54-2f1e6a8b0c11");

	private static final UUID LAST = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

	private static final IdempotencyKey KEY = new IdempotencyKey("once");

	private static final Completion HI = new Completion("Hi", FinishReason.STOP, null, null);

	private final Billing billing = mock();

	private final AiService ai = mock();

	private final ChatRepository chats = mock();

	private final WalletService wallet = mock();

	private final AiPermit admission = mock();

	private final RateLimitDecision turn = mock();

	private final ChatService service = new ChatService(this.billing, this.ai, this.chats, this.wallet,
			new ChatMeters(new SimpleMeterRegistry()));

	@BeforeEach
	void admit() {
		given(this.turn.granted()).willReturn(true);
		given(this.ai.admit()).willReturn(this.admission);
		given(this.ai.contextMessages()).willReturn(20);
	}

	@Test
	void messageIsAnsweredAndItsPlaceGivenBack() {
		Message message = new Message(7, "Hello", null, null);
		reserved(message, ID);
		given(this.ai.ask(eq(this.admission), eq(new Prompt(List.of(), "Hello")), any())).willReturn(HI);
		given(this.billing.settle(ID, HI)).willReturn(true);
		StartedChat ongoing = this.service.begin(message, this.turn);
		assertThat(ongoing.replayed()).isFalse();
		assertThat(ongoing.start()).isEqualTo(new StartedChat.Start(ID, ID, 100, 3900));
		then(this.admission).should(never()).close();
		assertThat(ongoing.outcome().get()).isEqualTo(new ChatReply(ID, ID, "Hello", "Hi", 100, 3900, Instant.EPOCH));
		then(this.admission).should().close();
	}

	@Test
	void replyThatComesTooLateIsThrownAwayAndPaidBack() {
		Message message = new Message(7, "Hello", null, null);
		reserved(message, ID);
		given(this.ai.ask(any(), any(), any())).willReturn(HI);
		given(this.billing.release(any())).willReturn(Optional.of(4000L));
		assertThatExceptionOfType(AiException.class)
			.isThrownBy(() -> this.service.begin(message, this.turn).outcome().get())
			.satisfies((failure) -> assertThat(members(failure)).containsEntry("refunded", true)
				.containsEntry("remaining_tokens", 4000L));
	}

	@Test
	void whatTheSweeperGaveBackIsReadFromTheBalance() {
		Message message = new Message(7, "Hello", null, null);
		reserved(message, ID);
		given(this.ai.ask(any(), any(), any())).willThrow(AiException.timeout());
		given(this.billing.release(any())).willReturn(Optional.empty());
		given(this.wallet.balance(7)).willReturn(4000L);
		assertThatExceptionOfType(AiException.class)
			.isThrownBy(() -> this.service.begin(message, this.turn).outcome().get())
			.satisfies((failure) -> assertThat(members(failure)).containsEntry("remaining_tokens", 4000L));
	}

	@Test
	void conversationIsSentAlongOldestFirst() {
		Message message = new Message(7, "And now?", CONVERSATION, null);
		Exchange older = new Exchange("One", "1");
		Exchange newer = new Exchange("Two", "2");
		given(this.chats.findLatestAnswered(7, CONVERSATION, Limit.of(20))).willReturn(List.of(newer, older));
		reserved(message, CONVERSATION);
		given(this.ai.ask(any(), eq(new Prompt(List.of(older, newer), "And now?")), any())).willReturn(HI);
		given(this.billing.settle(ID, HI)).willReturn(true);
		assertThat(this.service.begin(message, this.turn).outcome().get().response()).isEqualTo("Hi");
	}

	@Test
	void conversationOfSomebodyElseIsNotFound() {
		Message message = new Message(7, "And now?", CONVERSATION, null);
		refuses(message, 404, "not_found");
		then(this.ai).should(never()).admit();
		given(this.chats.existsByConversationIdAndUserId(CONVERSATION, 7)).willReturn(true);
		reserved(message, CONVERSATION);
		assertThat(this.service.begin(message, this.turn).replayed()).isFalse();
	}

	@Test
	void sameRequestIsAnsweredTheSameAgain() {
		Message message = new Message(7, "Hello", null, KEY);
		stored(Chats.chat(ID, ID, ChatState.ANSWERED, "Hi"));
		given(this.wallet.balanceAfterCharge(ID)).willReturn(3900L);
		StartedChat ongoing = this.service.begin(message, this.turn);
		assertThat(ongoing.replayed()).isTrue();
		assertThat(ongoing.start()).isEqualTo(new StartedChat.Start(ID, ID, 100, 3900));
		assertThat(ongoing.outcome().get()).isEqualTo(new ChatReply(ID, ID, "Hello", "Hi", 100, 3900, Chats.SENT));
		then(this.admission).should().close();
		then(this.turn).should().giveBack();
	}

	@Test
	void sameRequestIsAnsweredAlsoBeyondTheLimit() {
		given(this.turn.granted()).willReturn(false);
		stored(Chats.chat(ID, ID, ChatState.ANSWERED, "Hi"));
		assertThat(this.service.begin(new Message(7, "Hello", null, KEY), this.turn).replayed()).isTrue();
		then(this.billing).shouldHaveNoInteractions();
	}

	@Test
	void sameRequestIsAnsweredAlsoWhenTheAiCannotBeAsked() {
		given(this.ai.admit()).willThrow(AiException.timeout());
		stored(Chats.chat(ID, ID, ChatState.ANSWERED, "Hi"));
		assertThat(this.service.begin(new Message(7, "Hello", null, KEY), this.turn).outcome().get().response())
			.isEqualTo("Hi");
		then(this.billing).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@EnumSource(names = { "PENDING", "REFUNDED" })
	void sameRequestThatIsStillRunningIsInProgress(ChatState state) {
		stored(Chats.chat(ID, ID, state, null));
		refuses(new Message(7, "Hello", null, KEY), 409, "request_in_progress");
	}

	@Test
	void keyThatIsFreedThisMomentIsInProgress() {
		refuses(new Message(7, "Hello", null, KEY), 409, "request_in_progress");
		refuses(new Message(7, "Hello", null, null), 409, "request_in_progress");
	}

	@Test
	void otherRequestWithTheKeyIsRefused() {
		stored(Chats.chat(ID, ID, ChatState.ANSWERED, "Hi"));
		refuses(new Message(7, "Bye", null, KEY), 422, "idempotency_key_reused");
		given(this.chats.existsByConversationIdAndUserId(CONVERSATION, 7)).willReturn(true);
		refuses(new Message(7, "Hello", CONVERSATION, KEY), 422, "idempotency_key_reused");
		stored(Chats.chat(ID, CONVERSATION, ChatState.ANSWERED, "Hi"));
		refuses(new Message(7, "Hello", null, KEY), 422, "idempotency_key_reused");
		refuses(new Message(7, "Bye", CONVERSATION, KEY), 422, "idempotency_key_reused");
		assertThat(this.service.begin(new Message(7, "Hello", CONVERSATION, KEY), this.turn).replayed()).isTrue();
	}

	@Test
	void chatIsFoundByItsOwner() {
		Chat chat = Chats.chat(ID, CONVERSATION, ChatState.ANSWERED, "Hi");
		given(this.chats.findByIdAndUserId(ID, 7)).willReturn(Optional.of(chat));
		assertThat(this.service.find(7, ID))
			.isEqualTo(new ChatItem(ID, CONVERSATION, "Hello", "Hi", ChatState.ANSWERED, 100, Chats.SENT, 12, 6));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.find(8, ID))
			.extracting(ProblemException::code)
			.isEqualTo("not_found");
	}

	@Test
	void historyIsReadOneFurtherThanThePage() {
		Chat one = Chats.chat(ID, ID, ChatState.ANSWERED, "Hi");
		Chat other = Chats.chat(CONVERSATION, ID, ChatState.REFUNDED, null);
		given(this.chats.findNewest(7, LAST, Limit.of(2))).willReturn(List.of(one, other));
		given(this.chats.findNewest(7, ID, Limit.of(2))).willReturn(List.of(other));
		given(this.chats.findNewestOf(7, ID, LAST, Limit.of(2))).willReturn(List.of(one));
		assertThat(this.service.history(7, 1, null, null)).isEqualTo(new Page<>(List.of(ChatItem.of(one)), ID));
		assertThat(this.service.history(7, 1, ID, null)).isEqualTo(new Page<>(List.of(ChatItem.of(other)), null));
		assertThat(this.service.history(7, 1, null, ID)).isEqualTo(new Page<>(List.of(ChatItem.of(one)), null));
	}

	@Test
	void conversationsAreReadOneFurtherThanThePage() {
		Conversation one = new Conversation(ID, "Hello", Chats.SENT, Chats.SENT, 1);
		Conversation other = new Conversation(CONVERSATION, "Hello", Chats.SENT, Chats.SENT, 1);
		given(this.chats.findConversations(7, LAST, Limit.of(2))).willReturn(List.of(one, other));
		given(this.chats.findConversations(7, ID, Limit.of(2))).willReturn(List.of(other));
		assertThat(this.service.conversations(7, 1, null)).isEqualTo(new Page<>(List.of(one), ID));
		assertThat(this.service.conversations(7, 1, ID)).isEqualTo(new Page<>(List.of(other), null));
	}

	private void reserved(Message message, UUID conversation) {
		given(this.billing.reserve(message))
			.willReturn(Optional.of(new Reservation(ID, conversation, 7, 100, 3900, Instant.EPOCH)));
	}

	private void stored(@Nullable Chat chat) {
		given(this.chats.findByUserIdAndIdempotencyKey(7, "once")).willReturn(Optional.ofNullable(chat));
	}

	private static Map<String, Object> members(ProblemException failure) {
		return new ProblemRenderer().render(failure, new MockHttpServletRequest()).getProperties();
	}

	private void refuses(Message message, int status, String code) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.begin(message, this.turn))
			.satisfies((refused) -> {
				assertThat(refused.status().value()).isEqualTo(status);
				assertThat(refused.code()).isEqualTo(code);
			});
	}

}
