package dev.aichat.ai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.TokenUsage;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

import dev.aichat.ai.LanguageModel.Message;
import dev.aichat.testing.ScriptedModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;

/** Replies of a LangChain4j model, within the limits of {@link AiService}. */
class AiServiceTests {

	private final ScriptedModel model = new ScriptedModel();

	private Reply reply = new Reply();

	@Test
	void piecesAreTheReplyAndTheSummaryTellsTheRest() {
		answer((handler) -> {
			handler.onPartialResponse("Hel");
			handler.onPartialResponse("lo");
			handler.onCompleteResponse(ChatResponse.builder()
				.aiMessage(AiMessage.from("something else"))
				.finishReason(dev.langchain4j.model.output.FinishReason.LENGTH)
				.tokenUsage(new TokenUsage(12, 6))
				.build());
		});
		assertThat(ask()).isEqualTo(new Completion("Hello", FinishReason.LENGTH, 12, 6));
	}

	@Test
	void summaryIsTheReplyWhenThereWereNoPieces() {
		answer((handler) -> handler
			.onCompleteResponse(ChatResponse.builder().aiMessage(AiMessage.from("Hello")).build()));
		assertThat(ask()).isEqualTo(new Completion("Hello", FinishReason.STOP, null, null));
	}

	@Test
	void charactersThatNoDatabaseStoresAreReplaced() {
		answer((handler) -> ScriptedModel.say("a\0b\ud800c😀", handler));
		assertThat(ask().text()).isEqualTo("a\ufffdb\ufffdc😀");
	}

	@Test
	void replyAtTheLimitIsWholeAndOverItIsCut() {
		answer((handler) -> ScriptedModel.say("x".repeat(100), handler));
		assertThat(ask()).isEqualTo(new Completion("x".repeat(100), FinishReason.STOP, null, null));
		answer((handler) -> ScriptedModel.say("x".repeat(101), handler));
		assertThat(ask(service())).isEqualTo(new Completion("x".repeat(100), FinishReason.LENGTH, null, null));
	}

	@Test
	void replyOverTheLimitStopsTheModel() {
		StreamingHandle handle = mock();
		answer((handler) -> {
			handler.onPartialResponse(new PartialResponse("x".repeat(100)), new PartialResponseContext(handle));
			then(handle).shouldHaveNoInteractions();
			handler.onPartialResponse(new PartialResponse("!"), new PartialResponseContext(handle));
		});
		assertThat(ask().text()).hasSize(100);
		then(handle).should(timeout(10_000)).cancel();
	}

	@Test
	void thinkingIsLeftOutUnlessItIsWanted() {
		answer((handler) -> ScriptedModel.say("<think>Hm</think>\n\nHello", handler));
		assertThat(ask().text()).isEqualTo("Hello");
		assertThat(ask(service("strip-thinking", false)).text()).startsWith("<think>");
	}

	@Test
	void endlessBlanksAreOverTheLimitToo() {
		AiService service = Settings.service((conversation, listener) -> {
			AtomicBoolean cancelled = new AtomicBoolean();
			listener.onCancel(() -> cancelled.set(true));
			for (int i = 0; !cancelled.get(); i++) {
				assertThat(i).isLessThan(5000);
				listener.text(" \n");
			}
		}, settings());
		assertThatExceptionOfType(AiException.class).isThrownBy(() -> ask(service))
			.satisfies((failure) -> assertThat(failure.reason()).contains("nothing to read"));
	}

	@Test
	void stoppedQuestionIsNotAsked() {
		AtomicBoolean asked = new AtomicBoolean();
		AiService service = Settings.service((conversation, listener) -> asked.set(true), settings());
		try (AiCall call = service.admit()) {
			call.stop();
			assertThatExceptionOfType(AiException.class)
				.isThrownBy(() -> service.ask(call, List.of(new Message("user", "Hello"))))
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo("chat_stopped"));
		}
		assertThat(asked).isFalse();
	}

	@Test
	void errorFailsWithoutItsMessage() {
		answer((handler) -> handler.onError(new IllegalStateException("secret")));
		fails("ai_failed").withMessage("The AI could not answer.").withNoCause();
	}

	@ParameterizedTest
	@ValueSource(classes = { IllegalArgumentException.class, NoClassDefFoundError.class })
	void modelThatThrowsFailsAndReadersGetTheEnd(Class<? extends Throwable> type) throws Exception {
		Throwable thrown = type.getDeclaredConstructor().newInstance();
		answer((handler) -> {
			if (thrown instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) thrown;
		});
		fails("ai_failed");
		assertThat(this.reply.next(0, Duration.ofSeconds(10))).isEmpty();
	}

	@Test
	void readersGetTheEndWhenTheJvmFails() throws InterruptedException {
		AiService service = Settings.service((conversation, listener) -> {
			throw new OutOfMemoryError("as told");
		}, settings());
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> ask(service));
		assertThat(this.reply.next(0, Duration.ofSeconds(10))).isEmpty();
	}

	@Test
	void silenceFromTheStartTimesOutAtTheDeadlineAlone() {
		answer((handler) -> {
		});
		long start = System.nanoTime();
		fails("ai_timeout", "deadline", "300ms", "idle-timeout", "100ms");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 200 })
	void silenceAfterAPieceTimesOutAndWhatComesLaterIsIgnored(int delay) {
		AtomicReference<StreamingChatResponseHandler> late = new AtomicReference<>();
		answer((handler) -> CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS).execute(() -> {
			handler.onPartialResponse("One moment");
			late.set(handler);
		}));
		long start = System.nanoTime();
		fails("ai_timeout", "deadline", "60s", "idle-timeout", "100ms");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
		ScriptedModel.say("at last", late.get());
		assertThat(this.reply.end()).isEqualTo("One moment");
	}

	@ParameterizedTest
	@CsvSource({ "60s, LENGTH", "0s, ai_timeout" })
	void silenceAtTheDeadlineIsATimeoutOnceItHasLastedForTheIdleTimeout(String idleTimeout, String end) {
		AiSettings settings = Settings.of("deadline", "0s", "idle-timeout", idleTimeout);
		AiCall call = new AiCall(Settings.bulkhead(settings), settings);
		call.checkTime();
		assertThat(call.begin()).as("the time before the question does not count").isTrue();
		call.text("One moment");
		call.checkTime();
		if (end.equals("LENGTH")) {
			assertThat(call.completion().finishReason()).hasToString(end);
		}
		else {
			assertThatExceptionOfType(AiException.class).isThrownBy(call::completion)
				.matches(AiException::isProviderAtFault)
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo(end));
		}
	}

	@Test
	void thinkingIsASignOfLifeButNoText() {
		answer((handler) -> {
			for (int i = 0; i < 10; i++) {
				handler.onPartialThinking(new PartialThinking("Hm"));
				pause();
			}
			ScriptedModel.say("Hi", handler);
		});
		assertThat(ask(service("deadline", "60s", "idle-timeout", "150ms")).text()).isEqualTo("Hi");
	}

	@Test
	void modelThatBlocksIsInterruptedAtTheDeadline() throws InterruptedException {
		CountDownLatch left = new CountDownLatch(1);
		answer((handler) -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				left.countDown();
			}
		});
		fails("ai_timeout");
		assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void interruptFailsAndStaysSet() {
		Thread asker = Thread.currentThread();
		answer((handler) -> asker.interrupt());
		fails("ai_failed");
		assertThat(Thread.interrupted()).isTrue();
	}

	@ParameterizedTest
	@MethodSource
	void refusedQuestionsAndBlankRepliesLeaveTheBreakerClosed(Consumer<StreamingChatResponseHandler> script) {
		answer(script);
		AiService service = service("breaker.minimum-calls", 4);
		for (int i = 0; i < 30; i++) {
			assertThatExceptionOfType(AiException.class).isThrownBy(() -> ask(service))
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo("ai_failed"));
		}
		service.admit().close();
	}

	static Stream<Consumer<StreamingChatResponseHandler>> refusedQuestionsAndBlankRepliesLeaveTheBreakerClosed() {
		return Stream.concat(
				Stream
					.of(new RuntimeException(new HttpException(400, "refused")), new HttpException(413, "refused"),
							new HttpException(422, "refused"), new ContentFilteredException("refused"))
					.map((failure) -> (handler) -> handler.onError(failure)),
				Stream.of("", " \n\t", "\u200b\u2060\ufeff", "\u00a0\u3000", "\u3164\u2800", "\ufe00\u034f\udb40\udc41")
					.map((reply) -> (handler) -> ScriptedModel.say(reply, handler)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 404, 429, 500, 503 })
	void failuresOfTheProviderOpenTheBreaker(int status) {
		answer((handler) -> handler.onError(new HttpException(status, "refused")));
		AiService service = service("breaker.minimum-calls", 4);
		for (int i = 0; i < 4; i++) {
			assertThatExceptionOfType(AiException.class).isThrownBy(() -> ask(service));
		}
		assertThatExceptionOfType(AiException.class).isThrownBy(service::admit)
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo("ai_unavailable"));
	}

	private void answer(Consumer<StreamingChatResponseHandler> script) {
		this.model.script((message, handler) -> script.accept(handler));
	}

	private ThrowableAssertAlternative<AiException> fails(String code, Object... settings) {
		return assertThatExceptionOfType(AiException.class).isThrownBy(() -> ask(service(settings)))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(code));
	}

	private Completion ask() {
		return ask(service());
	}

	private AiService service(Object... settings) {
		return Settings.service(new LangChain4jModel(this.model, new SimpleAsyncTaskExecutor()), settings(settings));
	}

	private Completion ask(AiService service) {
		return ask(service, "Hello", (growing) -> this.reply = growing);
	}

	static Completion ask(AiService service, String message, Consumer<Reply> reader) {
		try (AiCall call = service.admit()) {
			reader.accept(call.reply());
			return service.ask(call, List.of(new Message("user", message)));
		}
	}

	private static AiSettings settings(Object... others) {
		return Settings.of(Stream.concat(Stream.of("deadline", "500ms", "max-reply-characters", 100), Stream.of(others))
			.toArray());
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(30);
		}
		catch (InterruptedException ex) {
			// Cancelled
		}
	}

}
