package dev.aichat.ai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import dev.aichat.testing.Provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** The bounds within which {@link AiService} asks, whatever the model does. */
class AiBoundsTests {

	private static final Executor THREADS = new SimpleAsyncTaskExecutor("ai-test-");

	private final Reply reply = new Reply();

	@Test
	void pauseBetweenTwoPiecesIsBounded() {
		long start = System.nanoTime();
		fails("ai_timeout", (handler) -> handler.onPartialResponse("One moment"), "deadline", "60s", "idle-timeout",
				"100ms");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
	}

	@Test
	void pauseAfterALatePieceIsBounded() {
		long start = System.nanoTime();
		fails("ai_timeout",
				(handler) -> CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS, THREADS)
					.execute(() -> handler.onPartialResponse("One moment")),
				"deadline", "60s", "idle-timeout", "100ms");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
	}

	@Test
	void waitForTheFirstPieceIsBoundedByTheDeadlineAlone() {
		long start = System.nanoTime();
		fails("ai_timeout", (handler) -> {
		}, "deadline", "300ms", "idle-timeout", "100ms");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@Test
	void failureOnceTheDeadlineIsOverIsATimeout() {
		fails("ai_timeout", (handler) -> {
			long end = System.nanoTime() + Duration.ofMillis(150).toNanos();
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			handler.onError(new IllegalStateException("closed"));
		}, "deadline", "100ms");
	}

	@Test
	void readersAreToldTheEndOfAReplyThatIsTooLong() throws InterruptedException {
		fails("ai_failed", (handler) -> {
			handler.onPartialResponse("12345");
			handler.onPartialResponse("678901");
			handler.onPartialResponse("0");
		}, "max-reply-characters", 10);
		assertThat(this.reply.next(0, Duration.ZERO)).isEqualTo("12345");
	}

	@Test
	void modelThatBreaksDownIsAFailure() throws InterruptedException {
		fails("ai_failed", (handler) -> {
			throw new NoClassDefFoundError();
		});
		assertThat(this.reply.next(0, Duration.ofSeconds(10))).isEmpty();
	}

	@Test
	void readersAreToldTheEndWhenTheJvmFails() throws InterruptedException {
		AsyncTaskExecutor threads = mock();
		given(threads.submit(any(Runnable.class))).willThrow(OutOfMemoryError.class);
		AiService service = Settings.service(OfflineModel.dummy(), Settings.of(), threads);
		try (AiPermit admission = service.admit()) {
			assertThatExceptionOfType(OutOfMemoryError.class)
				.isThrownBy(() -> service.ask(admission, new Prompt(List.of(), "Hello"), this.reply));
		}
		assertThat(this.reply.next(0, Duration.ofSeconds(10))).isEmpty();
	}

	@Test
	void silenceIsNoEnd() throws InterruptedException {
		assertThat(this.reply.next(0, Duration.ofMillis(1))).isNull();
	}

	@Test
	void interruptedQuestionFails() {
		Thread.currentThread().interrupt();
		fails("ai_failed", (handler) -> {
		});
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void providerIsNotHeldWhenNobodyListensAnyMore() {
		try (Provider provider = new Provider()) {
			AiSettings settings = settings(provider.url());
			provider.answer("Hello", (call) -> {
				call.begin();
				call.delta("12345");
				call.delta("678901");
				call.fallSilent();
			});
			assertThatExceptionOfType(AiException.class)
				.isThrownBy(() -> ask(OpenAiModels.create(settings, THREADS), settings));
			Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> provider.answering() == 0);
		}
	}

	private void fails(String code, Consumer<StreamingChatResponseHandler> model, Object... settings) {
		assertThatExceptionOfType(AiException.class).isThrownBy(() -> ask(model, settings))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

	private Completion ask(Consumer<StreamingChatResponseHandler> model, Object... settings) {
		return ask(new StreamingChatModel() {

			@Override
			public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
				model.accept(handler);
			}

		}, Settings.of(settings));
	}

	private Completion ask(StreamingChatModel model, AiSettings settings) {
		AiService service = Settings.service(model, settings);
		try (AiPermit admission = service.admit()) {
			return service.ask(admission, new Prompt(List.of(), "Hello"), this.reply);
		}
	}

	private static AiSettings settings(String url) {
		return Settings.of("provider", "openai", "base-url", url, "api-key", Provider.KEY, "model", "m", "deadline",
				"10s", "max-reply-characters", 10);
	}

}
