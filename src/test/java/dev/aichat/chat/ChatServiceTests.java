package dev.aichat.chat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;

import dev.aichat.ai.AiCall;
import dev.aichat.ai.AiException;
import dev.aichat.ai.AiService;
import dev.aichat.ai.Completion;
import dev.aichat.ai.FinishReason;
import dev.aichat.ai.LanguageModel;
import dev.aichat.chat.Billing.Reservation;
import dev.aichat.chat.ChatQueries.ContextSettings;
import dev.aichat.chat.ChatQueries.Exchange;
import dev.aichat.ratelimit.RateLimitDecision;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ProblemException;
import dev.aichat.web.ProblemRenderer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/** A message is answered, replayed or rejected, whatever fails between two steps. */
@Tag("mutation")
class ChatServiceTests {

	private static final UUID ID = UUID.fromString("0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11");

	private static final UUID CONVERSATION = UUID.fromString("0199f3c2-0000-7c3a-9d54-2f1e6a8b0c11");

	private static final IdempotencyKey KEY = new IdempotencyKey("once");

	private static final Message MESSAGE = new Message(7, "Hello", null, null);

	private static final Message KEYED = new Message(7, "Hello", null, KEY);

	private static final Message NEXT = new Message(7, "And now?", CONVERSATION, null);

	private static final Reservation RESERVATION = new Reservation(ID, ID, 7, 100, 3900, Instant.EPOCH);

	private static final Completion HI = new Completion("Hi", FinishReason.STOP, null, null);

	private static final DataAccessResourceFailureException LOST = new DataAccessResourceFailureException("lost");

	private final Billing billing = mock();

	private final AiService ai = mock();

	private final ChatRepository chats = mock();

	private final WalletService wallet = mock();

	private final AiCall call = mock();

	private final RateLimitDecision decision = mock();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final ChatService service = service(new ContextSettings(null, 20, 20));

	@BeforeEach
	void reserveAndAnswer() {
		given(this.decision.granted()).willReturn(true);
		given(this.ai.admit()).willReturn(this.call);
		given(this.ai.ask(eq(this.call), any())).willReturn(HI);
		given(this.billing.reserve(any())).willReturn(RESERVATION);
		given(this.billing.settle(ID, HI)).willReturn(true);
	}

	@Test
	void messageIsAnsweredAndItsCallClosed() {
		given(this.ai.ask(any(), any())).willReturn(null);
		given(this.ai.ask(this.call, conversation("Hello"))).willReturn(HI);
		StartedChat chat = this.service.begin(MESSAGE, this.decision);
		assertThat(chat.replayed()).isFalse();
		assertThat(chat.start()).isEqualTo(new StartedChat.Start(ID, ID, 100, 3900));
		then(this.call).should(never()).close();
		assertThat(this.service.finish(chat))
			.isEqualTo(new ChatReply(ID, ID, "Hello", "Hi", FinishReason.STOP, 100, 3900, Instant.EPOCH));
		then(this.call).should().close();
	}

	@Test
	void balanceIsReadIfTheSweeperHasRefunded() {
		given(this.ai.ask(any(), any())).willThrow(AiException.timeout());
		given(this.billing.release(any())).willReturn(Optional.empty());
		given(this.wallet.balance(7)).willReturn(4000L);
		assertThatExceptionOfType(AiException.class).isThrownBy(this::send)
			.satisfies((failure) -> assertThat(members(failure)).containsEntry("refunded", true)
				.containsEntry("remaining_tokens", 4000L));
	}

	@Test
	void latestExchangesThatFitAreSentOldestFirst() {
		given(this.chats.findLatestAnswered(7, CONVERSATION, Limit.of(20)))
			.willReturn(List.of(new Exchange("Two", "2222222"), new Exchange("One", "1111111"), new Exchange("T", "")));
		this.service.finish(this.service.begin(NEXT, this.decision));
		then(this.ai).should().ask(any(), eq(conversation("One", "1111111", "Two", "2222222", "And now?")));
	}

	@Test
	void contextIsBoundedByDefault() {
		assertThat(new Binder(new MapConfigurationPropertySource()).bindOrCreate("aichat.ai", ContextSettings.class))
			.isEqualTo(new ContextSettings(null, 20, 32_000));
	}

	@Test
	void conversationOfAnotherUserIsNotFound() {
		rejects(NEXT, 404, "conversation_not_found");
		then(this.ai).should(never()).admit();
		given(this.chats.existsByConversationIdAndUserIdAndDeletedFalse(CONVERSATION, 7)).willReturn(true);
		assertThat(this.service.begin(NEXT, this.decision).replayed()).isFalse();
	}

	@Test
	void contextIsNotReadIfNoneIsWanted() {
		ChatService service = service(new ContextSettings(null, 0, 20));
		given(this.chats.existsByConversationIdAndUserIdAndDeletedFalse(CONVERSATION, 7)).willReturn(true);
		assertThat(service.begin(NEXT, this.decision).replayed()).isFalse();
		then(this.chats).should(never()).findLatestAnswered(anyLong(), any(), any());
	}

	@Test
	void sameRequestIsReplayed() {
		stored(chat(ID, ChatState.ANSWERED));
		given(this.wallet.balanceAfterCharge(ID)).willReturn(3900L);
		StartedChat chat = this.service.begin(KEYED, this.decision);
		assertThat(chat.replayed()).isTrue();
		assertThat(chat.start()).isEqualTo(new StartedChat.Start(ID, ID, 100, 3900));
		assertThat(this.service.finish(chat))
			.isEqualTo(new ChatReply(ID, ID, "Hello", "Hi", FinishReason.STOP, 100, 3900, Instant.EPOCH));
		then(this.call).should().close();
		then(this.decision).should().release();
		then(this.ai).should(never()).ask(any(), any());
	}

	@Test
	void sameRequestIsReplayedWhileTheAiIsUnavailableAndBeyondTheRateLimit() {
		stored(chat(ID, ChatState.ANSWERED));
		given(this.ai.admit()).willThrow(AiException.timeout());
		assertThat(this.service.begin(KEYED, this.decision).replayed()).isTrue();
		exceedRateLimit();
		assertThat(this.service.begin(KEYED, this.decision).replayed()).isTrue();
		then(this.billing).should(never()).reserve(any());
	}

	/** The key of a chat that was refunded meanwhile is free, and so finds none. */
	@ParameterizedTest
	@NullSource
	@EnumSource(names = { "PENDING", "REFUNDED" })
	void sameRequestWithoutReplyIsInProgress(@Nullable ChatState state) {
		stored((state != null) ? chat(ID, state) : null);
		rejects(KEYED, 409, "request_in_progress");
	}

	@Test
	void differentRequestWithTheKeyIsRejected() {
		stored(chat(ID, ChatState.ANSWERED));
		rejects(new Message(7, "Bye", null, KEY), 422, "idempotency_key_reused");
		rejects(new Message(7, "Hello", CONVERSATION, KEY), 422, "idempotency_key_reused");
		given(this.chats.existsByConversationIdAndUserIdAndDeletedFalse(CONVERSATION, 7)).willReturn(true);
		rejects(new Message(7, "Hello", CONVERSATION, KEY), 422, "idempotency_key_reused");
		stored(chat(CONVERSATION, ChatState.ANSWERED));
		rejects(KEYED, 422, "idempotency_key_reused");
		rejects(new Message(7, "Bye", CONVERSATION, KEY), 422, "idempotency_key_reused");
		assertThat(this.service.begin(new Message(7, "Hello", CONVERSATION, KEY), this.decision).replayed()).isTrue();
	}

	@Test
	void settlingThatCommittedDespiteAFailureIsNotRepeated() {
		willThrow(LOST).given(this.billing).settle(ID, HI);
		given(this.chats.existsByIdAndState(ID, ChatState.ANSWERED)).willReturn(true);
		assertThat(send().response()).isEqualTo("Hi");
		then(this.billing).should(times(1)).settle(ID, HI);
		then(this.billing).should(never()).release(RESERVATION);
	}

	@Test
	void settlingThatWasLostIsRepeated() {
		willThrow(LOST).willReturn(true).given(this.billing).settle(ID, HI);
		assertThat(send().response()).isEqualTo("Hi");
	}

	@Test
	void settlingThatWasLostToTheSweeperDiscardsTheReply() {
		willThrow(LOST).willReturn(false).given(this.billing).settle(ID, HI);
		given(this.billing.release(RESERVATION)).willReturn(Optional.empty());
		given(this.wallet.balance(7)).willReturn(4000L);
		assertThatExceptionOfType(AiException.class).isThrownBy(this::send)
			.extracting(ProblemException::code)
			.isEqualTo("ai_timeout");
	}

	@Test
	void unavailableDatabaseLeavesTheChatToTheSweeper() {
		willThrow(LOST).given(this.billing).settle(ID, HI);
		given(this.chats.existsByIdAndState(ID, ChatState.ANSWERED)).willThrow(LOST);
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(this::send);
		then(this.billing).should(never()).release(RESERVATION);
		assertThat(this.registry.get("aichat.chats").tag("outcome", "lost").counter().count()).isOne();
	}

	@Test
	void failedReleaseIsRepeated() {
		given(this.ai.ask(any(), any())).willThrow(AiException.timeout());
		willThrow(LOST).willReturn(Optional.of(4000L)).given(this.billing).release(RESERVATION);
		assertThatExceptionOfType(AiException.class).isThrownBy(this::send);
		then(this.billing).should(times(2)).release(RESERVATION);
	}

	@Test
	void errorOfTheJvmIsRefunded() {
		given(this.ai.ask(any(), any())).willThrow(new StackOverflowError());
		willReturn(Optional.of(4000L)).given(this.billing).release(RESERVATION);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this::send);
		then(this.billing).should().release(RESERVATION);
		then(this.call).should().close();
	}

	@Test
	void callIsClosedIfReservingFails() {
		willThrow(LOST).willThrow(new StackOverflowError()).given(this.billing).reserve(MESSAGE);
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(this::send);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this::send);
		then(this.call).should(times(2)).close();
	}

	@Test
	void requestBeyondTheRateLimitIsRejectedAndCostsNothing() {
		exceedRateLimit();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this::send).isSameAs(this.decision.rejection());
		then(this.ai).shouldHaveNoInteractions();
		then(this.billing).shouldHaveNoInteractions();
	}

	private ChatService service(ContextSettings settings) {
		return new ChatService(this.billing, this.ai, this.chats, new ChatQueries(this.chats, settings), this.wallet,
				new ChatMeters(this.registry), new ChatsInFlight(this.chats));
	}

	/** The texts of the user and the AI in turn. */
	private static List<LanguageModel.Message> conversation(String... texts) {
		return IntStream.range(0, texts.length)
			.mapToObj((i) -> new LanguageModel.Message((i % 2 == 0) ? "user" : "assistant", texts[i]))
			.toList();
	}

	private ChatReply send() {
		return this.service.finish(this.service.begin(MESSAGE, this.decision));
	}

	private void exceedRateLimit() {
		given(this.decision.granted()).willReturn(false);
		given(this.decision.rejection()).willReturn(ProblemException.forbidden());
	}

	private static Chat chat(UUID conversation, ChatState state) {
		Chat chat = new Chat();
		new DirectFieldAccessor(chat)
			.setPropertyValues(Map.of("id", ID, "conversationId", conversation, "message", "Hello", "response", "Hi",
					"finishReason", FinishReason.STOP, "state", state, "price", 100, "createdAt", Instant.EPOCH));
		return chat;
	}

	private void stored(@Nullable Chat chat) {
		willThrow(IdempotencyKey.inProgress()).given(this.billing).reserve(any());
		given(this.chats.findByUserIdAndIdempotencyKey(7, "once")).willReturn(Optional.ofNullable(chat));
	}

	private static Map<String, Object> members(ProblemException failure) {
		return new ProblemRenderer().render(failure, new MockHttpServletRequest()).getProperties();
	}

	private void rejects(Message message, int status, String code) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.begin(message, this.decision))
			.returns(HttpStatus.valueOf(status), ProblemException::status)
			.returns(code, ProblemException::code);
	}

}
