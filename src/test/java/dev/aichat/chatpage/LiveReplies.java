package dev.aichat.chatpage;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

import org.springframework.util.function.ThrowingSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/** A script of the AI whose replies a test writes, piece by piece. */
final class LiveReplies implements BiConsumer<String, StreamingChatResponseHandler> {

	private final BlockingQueue<Live> begun = new LinkedBlockingQueue<>();

	@Override
	public void accept(String message, StreamingChatResponseHandler handler) {
		this.begun.add(new Live(handler));
	}

	/** Waits for the next question. */
	Live next() {
		Live live = ThrowingSupplier.of(() -> this.begun.poll(10, TimeUnit.SECONDS)).get();
		assertThat(live).as("the AI was asked").isNotNull();
		return live;
	}

	/** A reply that is being written. */
	record Live(StreamingChatResponseHandler handler) {

		Live say(String text) {
			this.handler.onPartialResponse(text);
			return this;
		}

		void end() {
			this.handler.onCompleteResponse(ChatResponse.builder().aiMessage(AiMessage.from("whole")).build());
		}

	}

}
