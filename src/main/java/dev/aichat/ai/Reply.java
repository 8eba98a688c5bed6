package dev.aichat.ai;

import java.util.concurrent.CompletableFuture;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.jspecify.annotations.Nullable;

/**
 * A reply while it arrives. The pieces are the reply; the model's own summary at the end
 * only counts when it sent none. Whatever ends the reply first, stands.
 */
final class Reply implements StreamingChatResponseHandler {

	private final int maxCharacters;

	private final StringBuffer text = new StringBuffer();

	private final CompletableFuture<String> whole = new CompletableFuture<>();

	private volatile @Nullable StreamingHandle stream;

	Reply(int maxCharacters) {
		this.maxCharacters = maxCharacters;
	}

	CompletableFuture<String> whole() {
		return this.whole;
	}

	/** Stops listening, and tells the model to stop talking. */
	void abandon() {
		this.whole.cancel(false);
		StreamingHandle stream = this.stream;
		if (stream != null) {
			stream.cancel();
		}
	}

	@Override
	public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
		this.stream = context.streamingHandle();
		onPartialResponse(piece.text());
	}

	@Override
	public void onPartialResponse(String piece) {
		if (this.whole.isDone()) {
			abandon();
		}
		else if (this.text.length() + piece.length() > this.maxCharacters) {
			onError(new IllegalStateException("The reply exceeds %d characters".formatted(this.maxCharacters)));
			abandon();
		}
		else {
			this.text.append(piece);
		}
	}

	@Override
	public void onCompleteResponse(ChatResponse response) {
		String summary = response.aiMessage().text();
		if (this.text.isEmpty() && summary != null) {
			onPartialResponse(summary);
		}
		this.whole.complete(this.text.toString());
	}

	@Override
	public void onError(Throwable error) {
		this.whole.completeExceptionally(error);
	}

}
