package dev.aichat.ai;

import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Passes on events that are JSON and report no error. The first other one hangs up, and
 * {@code [DONE]} ends the reply, whether or not the provider hangs up then.
 */
final class StrictEvents implements ServerSentEventListener {

	private static final JsonFactory JSON = new JsonFactory();

	private final ServerSentEventListener listener;

	private final CurrentEvent current = new CurrentEvent();

	private boolean done;

	StrictEvents(ServerSentEventListener listener) {
		this.listener = listener;
	}

	@Override
	public void onOpen(SuccessfulHttpResponse response) {
		this.listener.onOpen(response);
	}

	@Override
	public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
		if ("[DONE]".equals(event.data())) {
			onClose();
		}
		else if (isSound(event)) {
			this.current.data = event.data();
			this.listener.onEvent(this.current, context);
		}
		else {
			context.parsingHandle().cancel();
			onError(new UnusableReplyException("an error, or no JSON"));
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.listener.onError(failure);
	}

	@Override
	public void onClose() {
		if (!this.done) {
			this.done = true;
			this.listener.onClose();
		}
	}

	private static boolean isSound(ServerSentEvent event) {
		if ("error".equals(event.event())) {
			return false;
		}
		try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), event.data())) {
			return json.nextToken() == JsonToken.START_OBJECT && !reportsError(json) && json.nextToken() == null;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private static boolean reportsError(JsonParser object) {
		while (object.nextToken() == JsonToken.PROPERTY_NAME) {
			boolean error = "error".equals(object.currentName());
			if (object.nextToken() != JsonToken.VALUE_NULL && error) {
				return true;
			}
			object.skipChildren();
		}
		return false;
	}

	/**
	 * The library keeps every event until the reply ends, which takes a hundred times the
	 * reply's memory; so it gets the same one each time.
	 */
	private static final class CurrentEvent extends ServerSentEvent {

		private String data = "";

		private CurrentEvent() {
			super(null, "");
		}

		@Override
		public String data() {
			return this.data;
		}

	}

}
