package dev.aichat.testing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

import org.springframework.boot.test.context.TestComponent;

/** An AI with scripted replies; without a script, it replies as the dummy does. */
@TestComponent
public class ScriptedModel implements StreamingChatModel {

	private final AtomicInteger asked = new AtomicInteger();

	private volatile BiConsumer<String, StreamingChatResponseHandler> script = ScriptedModel::dummy;

	/** Sets the reply to the newest message from now on. */
	public void script(BiConsumer<String, StreamingChatResponseHandler> script) {
		this.script = script;
	}

	/** The number of questions since the last reset. */
	public int asked() {
		return this.asked.get();
	}

	public void reset() {
		this.script = ScriptedModel::dummy;
		this.asked.set(0);
	}

	@Override
	public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
		this.asked.incrementAndGet();
		this.script.accept(((UserMessage) request.messages().get(request.messages().size() - 1)).singleText(), handler);
	}

	/** Says a whole reply. */
	public static void say(String text, StreamingChatResponseHandler handler) {
		handler.onPartialResponse(text);
		handler.onCompleteResponse(ChatResponse.builder().aiMessage(AiMessage.from(text)).build());
	}

	/** Fails, whatever the message. */
	public static void fail(String message, StreamingChatResponseHandler handler) {
		handler.onError(new IllegalStateException("as told"));
	}

	private static void dummy(String message, StreamingChatResponseHandler handler) {
		say("This is a dummy response.", handler);
	}

}
