package dev.aichat.ai;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

import dev.aichat.ai.LanguageModel.Listener;
import dev.aichat.ai.LanguageModel.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/** The offline models, and the rows of the settlement policy that the dummy plays. */
class OfflineModelTests {

	private Reply reply = new Reply();

	@ParameterizedTest
	@ValueSource(strings = { "Hello", "100 %", "%s %n", "{}", "/fail", "два\nстроки 😀" })
	void echoRepeatsAnyMessage(String message) {
		assertThat(ask(message, "provider", "echo").text()).isEqualTo("AI Response to: " + message + ".");
	}

	@ParameterizedTest
	@CsvSource({ "Hello, true", "Say /fail, true", "/unknown, true", "/fail, false" })
	void dummySaysTheSameToAllOtherMessages(String message, boolean commands) {
		assertThat(ask(message, "dummy.commands", commands))
			.isEqualTo(new Completion("This is a dummy response.", FinishReason.STOP, null, null));
	}

	@ParameterizedTest
	@CsvSource({ "/length, LENGTH, This reply is cut", "/filter, CONTENT_FILTER, This reply is cut",
			"/long, LENGTH, 'and so on, and so on, '", "/slow, LENGTH, 'and so on, '" })
	void commandEndsTheReplyEarly(String command, FinishReason reason, String text) {
		AiSettings settings = settings("breaker.window", 1);
		AiBulkhead bulkhead = Settings.bulkhead(settings);
		Completion completion = ask(command, settings, bulkhead);
		assertThat(completion.finishReason()).isEqualTo(reason);
		assertThat(completion.text()).startsWith(text);
		assertThat(bulkhead.state()).isEqualTo(State.CLOSED);
	}

	@ParameterizedTest
	@CsvSource({ "/blank, ai_failed, ' ', CLOSED", "/refuse, ai_failed, '', CLOSED", "' /fail\n', ai_failed, '', OPEN",
			"/break, ai_failed, This reply breaks, OPEN", "/stall, ai_timeout, This reply stalls, OPEN",
			"/silent, ai_timeout, '', OPEN" })
	void commandMakesTheReplyFail(String command, String code, String text, State breaker) {
		AiSettings settings = settings("breaker.window", 1);
		AiBulkhead bulkhead = Settings.bulkhead(settings);
		assertThatExceptionOfType(AiException.class).isThrownBy(() -> ask(command, settings, bulkhead))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(code));
		assertThat(this.reply.end()).isEqualTo(text);
		assertThat(bulkhead.state()).isEqualTo(breaker);
	}

	@Test
	void replyTakesItsTimeAndComesInPieces() throws Exception {
		Listener listener = mock(Listener.class);
		ArgumentCaptor<String> pieces = ArgumentCaptor.forClass(String.class);
		long start = System.nanoTime();
		new OfflineModel(Settings.of("dummy.delay", "100ms", "dummy.pieces", 5))
			.ask(List.of(new Message("user", "Hello")), listener);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
		then(listener).should(times(5)).text(pieces.capture());
		assertThat(String.join("", pieces.getAllValues())).isEqualTo("This is a dummy response.");
	}

	private Completion ask(String message, Object... others) {
		AiSettings settings = settings(others);
		return ask(message, settings, Settings.bulkhead(settings));
	}

	private Completion ask(String message, AiSettings settings, AiBulkhead bulkhead) {
		return AiServiceTests.ask(Settings.service(new OfflineModel(settings), bulkhead), message,
				(growing) -> this.reply = growing);
	}

	private static AiSettings settings(Object... others) {
		return Settings.of(
				Stream
					.concat(Stream.of("deadline", "1s", "idle-timeout", "400ms", "max-reply-characters", 100),
							Stream.of(others))
					.toArray());
	}

}
