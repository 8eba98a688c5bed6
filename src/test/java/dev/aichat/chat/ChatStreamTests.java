package dev.aichat.chat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.aichat.ai.AiException;
import dev.aichat.ai.FinishReason;
import dev.aichat.ai.Reply;
import dev.aichat.chat.Billing.Reservation;
import dev.aichat.testing.Events;
import dev.aichat.testing.Events.Event;
import dev.aichat.web.ProblemRenderer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/** The events of a stream during silence, and without a free thread. */
class ChatStreamTests {

	private static final ChatReply HI = new ChatReply(new UUID(1, 1), new UUID(1, 1), "Hello", "Hi", FinishReason.STOP,
			100, 3900, Instant.EPOCH);

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void silenceIsFilledWithComments() throws IOException {
		relay(new SimpleAsyncTaskExecutor(), this.response, new Reply(), () -> {
			Awaitility.await().until(() -> this.response.getContentAsString().split("\n: ").length > 2);
			return HI;
		});
		List<Event> events = Events.of(this.response.getContentAsString());
		assertThat(events.get(0).name()).isEqualTo("start");
		assertThat(events.subList(1, events.size() - 1)).hasSizeGreaterThanOrEqualTo(2)
			.allSatisfy((event) -> assertThat(event.name()).isEqualTo("comment"));
		assertThat(events.get(events.size() - 1).name()).isEqualTo("done");
	}

	@ParameterizedTest
	@ValueSource(classes = { TaskRejectedException.class, OutOfMemoryError.class })
	void replyIsOneDeltaWithoutAFreeThread(Class<? extends Throwable> failure) throws IOException {
		relay(noThreads(failure), this.response, Reply.of("Hi"), () -> HI);
		assertThat(Events.of(this.response.getContentAsString())).extracting(Event::name)
			.containsExactly("start", "delta", "done");
	}

	@Test
	void failureIsAnOrdinaryProblemWithoutAFreeThread() {
		assertThatExceptionOfType(AiException.class)
			.isThrownBy(() -> relay(noThreads(TaskRejectedException.class), this.response, Reply.of("Hi"), () -> {
				throw AiException.timeout();
			}));
		assertThat(this.response.isCommitted()).isFalse();
	}

	private static void relay(AsyncTaskExecutor threads, MockHttpServletResponse response, Reply reply,
			Supplier<ChatReply> outcome) {
		StartedChat chat = new StartedChat(new Reservation(HI.id(), HI.id(), 7, 100, 3900, Instant.EPOCH), "Hello",
				List.of(), mock(), reply, new CompletableFuture<>());
		ChatService chats = mock();
		given(chats.finish(chat)).willAnswer((call) -> {
			chat.outcome().complete(outcome.get());
			return chat.outcome().join();
		});
		new ChatStream(chats, mock(), threads, new JsonMapper(), new ProblemRenderer(), Duration.ofMillis(20))
			.relay(chat, new MockHttpServletRequest(), response);
	}

	private static AsyncTaskExecutor noThreads(Class<? extends Throwable> failure) {
		AsyncTaskExecutor threads = mock();
		willThrow(failure).given(threads).execute(any());
		return threads;
	}

}
