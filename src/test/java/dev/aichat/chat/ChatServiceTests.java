package dev.aichat.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;

import dev.aichat.ai.AiException;
import dev.aichat.ai.AiPermit;
import dev.aichat.ai.AiService;
import dev.aichat.ai.Completion;
import dev.aichat.ai.FinishReason;
import dev.aichat.ai.Prompt;
import dev.aichat.ratelimit.RateLimitDecision;
import dev.aichat.wallet.WalletService;
import dev.aichat.web.ProblemException;

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

/** What {@link ChatService} does when the database stops answering between two steps. */
class ChatServiceTests {

	private static final UUID ID = UUID.fromString("0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11");

	private static final Message MESSAGE = new Message(7, "Hello", null, null);

	private static final Reservation RESERVATION = new Reservation(ID, ID, 7, 100, 3900, Instant.EPOCH);

	private static final Prompt PROMPT = new Prompt(List.of(), "Hello");

	private static final Completion HI = new Completion("Hi", FinishReason.STOP, null, null);

	private static final DataAccessResourceFailureException LOST = new DataAccessResourceFailureException("lost");

	private final Billing billing = mock(Billing.class);

	private final AiService ai = mock(AiService.class);

	private final ChatRepository chats = mock(ChatRepository.class);

	private final WalletService wallet = mock(WalletService.class);

	private final RateLimitDecision turn = mock(RateLimitDecision.class);

	private final ChatService service = new ChatService(this.billing, this.ai, this.chats, this.wallet,
			new ChatMeters(new SimpleMeterRegistry()));

	@BeforeEach
	void reserveAndAnswer() {
		given(this.turn.granted()).willReturn(true);
		given(this.ai.admit()).willReturn(mock());
		given(this.billing.reserve(MESSAGE)).willReturn(Optional.of(RESERVATION));
		given(this.ai.ask(any(), eq(PROMPT), any())).willReturn(HI);
	}

	@Test
	void settlingThatWasCommittedUnheardIsNotRepeated() {
		willThrow(LOST).given(this.billing).settle(ID, HI);
		stored(ChatState.ANSWERED);
		assertThat(send().response()).isEqualTo("Hi");
		then(this.billing).should(times(1)).settle(ID, HI);
		then(this.billing).should(never()).release(RESERVATION);
	}

	@Test
	void settlingThatWasLostIsRepeated() {
		willThrow(LOST).willReturn(true).given(this.billing).settle(ID, HI);
		stored(ChatState.PENDING);
		assertThat(send().response()).isEqualTo("Hi");
	}

	@Test
	void settlingThatWasLostToTheSweeperThrowsTheReplyAway() {
		willThrow(LOST).willReturn(false).given(this.billing).settle(ID, HI);
		stored(ChatState.REFUNDED);
		given(this.billing.release(RESERVATION)).willReturn(Optional.empty());
		given(this.wallet.balance(7)).willReturn(4000L);
		assertThatExceptionOfType(AiException.class).isThrownBy(() -> send())
			.extracting(ProblemException::code)
			.isEqualTo("ai_timeout");
	}

	@Test
	void databaseThatStaysAwayLeavesTheChatToTheSweeper() {
		willThrow(LOST).given(this.billing).settle(ID, HI);
		given(this.chats.findById(ID)).willThrow(LOST);
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> send());
		then(this.billing).should(never()).release(RESERVATION);
	}

	@Test
	void releaseThatFailedIsTriedAgain() {
		given(this.ai.ask(any(), eq(PROMPT), any())).willThrow(AiException.timeout());
		willThrow(LOST).willReturn(Optional.of(4000L)).given(this.billing).release(RESERVATION);
		assertThatExceptionOfType(AiException.class).isThrownBy(() -> send());
		then(this.billing).should(times(2)).release(RESERVATION);
	}

	@Test
	void errorOfTheJvmIsRefundedToo() {
		given(this.ai.ask(any(), eq(PROMPT), any())).willThrow(new StackOverflowError());
		willReturn(Optional.of(4000L)).given(this.billing).release(RESERVATION);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> send());
		then(this.billing).should().release(RESERVATION);
	}

	@Test
	void questionThatIsNotAdmittedCostsNothing() {
		given(this.ai.admit()).willThrow(AiException.timeout());
		given(this.wallet.balance(7)).willReturn(4000L);
		assertThatExceptionOfType(AiException.class).isThrownBy(() -> this.service.begin(MESSAGE, this.turn));
		then(this.billing).shouldHaveNoInteractions();
	}

	@Test
	void placeIsGivenBackWhenThereIsNothingToAsk() {
		AiPermit admission = mock();
		given(this.ai.admit()).willReturn(admission);
		willThrow(LOST).willThrow(new StackOverflowError()).given(this.billing).reserve(MESSAGE);
		assertThatExceptionOfType(DataAccessResourceFailureException.class)
			.isThrownBy(() -> this.service.begin(MESSAGE, this.turn));
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> this.service.begin(MESSAGE, this.turn));
		then(admission).should(times(2)).close();
	}

	@Test
	void requestBeyondTheLimitIsRefusedAndCostsNothing() {
		given(this.turn.granted()).willReturn(false);
		given(this.turn.refusal()).willReturn(ProblemException.forbidden());
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.begin(MESSAGE, this.turn))
			.isSameAs(this.turn.refusal());
		then(this.ai).shouldHaveNoInteractions();
		then(this.billing).shouldHaveNoInteractions();
	}

	@Test
	void whatIsErasedIsPaidBack() {
		this.service.erase(7);
		then(this.billing).should().erase(7);
	}

	@Test
	void contextIsNotReadWhenNoneIsWanted() {
		UUID conversation = UUID.randomUUID();
		given(this.chats.existsByConversationIdAndUserId(conversation, 7)).willReturn(true);
		Message message = new Message(7, "Hello", conversation, null);
		given(this.billing.reserve(message)).willReturn(Optional.of(RESERVATION));
		assertThat(this.service.begin(message, this.turn).replayed()).isFalse();
		then(this.chats).should(never()).findLatestAnswered(anyLong(), any(), any());
	}

	private ChatReply send() {
		return this.service.begin(MESSAGE, this.turn).outcome().get();
	}

	private void stored(ChatState state) {
		Chat chat = mock(Chat.class);
		given(chat.state()).willReturn(state);
		given(this.chats.findById(ID)).willReturn(Optional.of(chat));
	}

}
