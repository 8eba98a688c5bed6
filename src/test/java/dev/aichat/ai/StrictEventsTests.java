package dev.aichat.ai;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/** Which events of a provider the library gets to see. */
class StrictEventsTests {

	private final List<ServerSentEvent> seen = new ArrayList<>();

	private final List<String> data = new ArrayList<>();

	private final ServerSentEventParsingHandle connection = mock();

	private final Listener listener = mock();

	private final StrictEvents events = new StrictEvents(this.listener);

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"error\": null, \"choices\": []}", "{\"choices\": [{\"error\": \"none\"}]}",
			" {\"a\": {\"b\": [1, {\"error\": true}]}} " })
	void soundEventIsPassedOn(String sound) {
		send("message", sound);
		then(this.connection).shouldHaveNoInteractions();
		then(this.listener).should().onEvent(any(), any());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "null", "[]", "\"{}\"", "{} {}", "{\"choices\": [}", "{\"error\": {}}",
			"{\"choices\": [], \"error\": \"overloaded\"}", "[DONE", "done" })
	void anyOtherHangsUp(String flawed) {
		send("message", flawed);
		then(this.connection).should().cancel();
		then(this.listener).should().onError(any(UnusableReplyException.class));
		then(this.listener).should(never()).onEvent(any(), any());
	}

	@Test
	void errorHangsUpWhateverItSays() {
		send("error", "{}");
		then(this.connection).should().cancel();
	}

	@Test
	void replyEndsOnceWithDone() {
		send("message", "[DONE]");
		this.events.onClose();
		then(this.listener).should().onClose();
		then(this.connection).shouldHaveNoInteractions();
	}

	@Test
	void libraryThatKeepsEveryEventKeepsOne() {
		StrictEvents events = new StrictEvents(new Listener() {

			@Override
			public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
				StrictEventsTests.this.seen.add(event);
				StrictEventsTests.this.data.add(event.data());
			}

		});
		for (String data : List.of("{\"a\": 1}", "{\"b\": 2}")) {
			events.onEvent(new ServerSentEvent(null, data), new ServerSentEventContext(this.connection));
		}
		assertThat(this.data).containsExactly("{\"a\": 1}", "{\"b\": 2}");
		assertThat(this.seen.get(0)).isSameAs(this.seen.get(1));
	}

	private void send(String name, String data) {
		this.events.onEvent(new ServerSentEvent(name, data), new ServerSentEventContext(this.connection));
	}

	/** A listener that does nothing. */
	private static class Listener implements ServerSentEventListener {

		@Override
		public void onError(Throwable failure) {
		}

	}

}
