package dev.aichat.ai;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The model is asked within bounds, and its failures are told apart. */
class AiServiceTests {

	private final ScriptedModel model = new ScriptedModel();

	@Test
	void dummyAlwaysSaysTheSame() {
		assertThat(service(OfflineModel.dummy()).ask("Hello")).isEqualTo("This is a dummy response.");
		assertThat(service(OfflineModel.dummy()).ask("%s")).isEqualTo("This is a dummy response.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Hello", "100 %", "%s %n", "{}", "два\nстроки 😀" })
	void echoSaysWhatItWasTold(String message) {
		assertThat(service(OfflineModel.echo()).ask(message)).isEqualTo("AI Response to: " + message + ".");
	}

	@Test
	void modelsAreChosenByName() {
		AiConfiguration configuration = new AiConfiguration();
		assertThat(service(configuration.model(settings(AiSettings.Provider.DUMMY))).ask("Hello"))
			.isEqualTo("This is a dummy response.");
		assertThat(service(configuration.model(settings(AiSettings.Provider.ECHO))).ask("Hello"))
			.isEqualTo("AI Response to: Hello.");
	}

	@Test
	void whatNoDatabaseStoresIsMended() {
		this.model.script((message, handler) -> ScriptedModel.say("a\0b\ud800c😀", handler));
		assertThat(service(this.model).ask("Hello")).isEqualTo("a\ufffdb\ufffdc😀");
	}

	@Test
	void replyAtTheLimitIsWholeAndOverItFails() {
		this.model.script((message, handler) -> ScriptedModel.say("x".repeat(100), handler));
		assertThat(service(this.model).ask("Hello")).hasSize(100);
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
	void interruptIsAFailureAndStaysSet() {
		this.model.script((message, handler) -> Thread.currentThread().interrupt());
		fails("ai_failed");
		assertThat(Thread.interrupted()).isTrue();
	}

	private ThrowableAssertAlternative<AiException> fails(String code) {
		return assertThatExceptionOfType(AiException.class).isThrownBy(() -> service(this.model).ask("Hello"))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(code));
	}

	private static AiService service(StreamingChatModel model) {
		return new AiService(model, settings(AiSettings.Provider.DUMMY));
	}

	private static AiSettings settings(AiSettings.Provider provider) {
		return new AiSettings(provider, Duration.ofMillis(200), 100);
	}

}
