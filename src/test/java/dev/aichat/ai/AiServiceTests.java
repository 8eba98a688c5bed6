package dev.aichat.ai;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

import dev.aichat.testing.ScriptedModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The model is asked within bounds, and its failures are told apart. */
class AiServiceTests {

	private final ScriptedModel model = new ScriptedModel();

	@Test
	void dummyAlwaysSaysTheSame() {
		assertThat(ask(OfflineModel.dummy(), "Hello")).isEqualTo("This is a dummy response.");
		assertThat(ask(OfflineModel.dummy(), "%s")).isEqualTo("This is a dummy response.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Hello", "100 %", "%s %n", "{}", "два\nстроки 😀" })
	void echoSaysWhatItWasTold(String message) {
		assertThat(ask(OfflineModel.echo(), message)).isEqualTo("AI Response to: " + message + ".");
	}

	@Test
	void modelsAreChosenByName() {
		AiConfiguration configuration = new AiConfiguration();
		assertThat(
				ask(configuration.model(settings(AiSettings.Provider.DUMMY), new SimpleAsyncTaskExecutor()), "Hello"))
			.isEqualTo("This is a dummy response.");
		assertThat(ask(configuration.model(settings(AiSettings.Provider.ECHO), new SimpleAsyncTaskExecutor()), "Hello"))
			.isEqualTo("AI Response to: Hello.");
	}

	@Test
	void whatNoDatabaseStoresIsMended() {
		this.model.script((message, handler) -> ScriptedModel.say("a\0b\ud800c😀", handler));
		assertThat(ask(this.model, "Hello")).isEqualTo("a\ufffdb\ufffdc😀");
	}

	@Test
	void replyAtTheLimitIsWholeAndOverItFails() {
		this.model.script((message, handler) -> ScriptedModel.say("x".repeat(100), handler));
		assertThat(ask(this.model, "Hello")).hasSize(100);
		this.model.script((message, handler) -> ScriptedModel.say("x".repeat(101), handler));
		fails("ai_failed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n\t" })
	void blankReplyIsAFailure(String reply) {
		this.model.script((message, handler) -> ScriptedModel.say(reply, handler));
		fails("ai_failed");
	}

	@Test
	void errorIsAFailureThatSaysNothing() {
		this.model.script((message, handler) -> handler.onError(new IllegalStateException("secret")));
		fails("ai_failed").withMessage("The AI could not answer.").withNoCause();
	}

	@Test
	void modelThatThrowsIsAFailure() {
		this.model.script((message, handler) -> {
			throw new IllegalArgumentException("secret");
		});
		fails("ai_failed");
	}

	@Test
	void silenceEndsAtTheDeadlineAndWhatComesLaterIsIgnored() {
		AtomicReference<StreamingChatResponseHandler> late = new AtomicReference<>();
		this.model.script((message, handler) -> {
			handler.onPartialResponse("One moment");
			late.set(handler);
		});
		fails("ai_timeout");
		ScriptedModel.say("at last", late.get());
	}

	@Test
	void modelThatBlocksIsLeftAtTheDeadline() throws InterruptedException {
		CountDownLatch left = new CountDownLatch(1);
		this.model.script((message, handler) -> {
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
	void interruptIsAFailureAndStaysSet() {
		Thread asker = Thread.currentThread();
		this.model.script((message, handler) -> asker.interrupt());
		fails("ai_failed");
		assertThat(Thread.interrupted()).isTrue();
	}

	private ThrowableAssertAlternative<AiException> fails(String code) {
		return assertThatExceptionOfType(AiException.class).isThrownBy(() -> ask(this.model, "Hello"))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(code));
	}

	private static String ask(StreamingChatModel model, String message) {
		AiSettings settings = settings(AiSettings.Provider.DUMMY);
		AiService service = Settings.service(model, settings);
		try (AiPermit admission = service.admit()) {
			return service.ask(admission, new Prompt(List.of(), message), new Reply()).text();
		}
	}

	private static AiSettings settings(AiSettings.Provider provider) {
		return Settings.of("provider", provider, "deadline", "200ms", "max-reply-characters", 100);
	}

}
