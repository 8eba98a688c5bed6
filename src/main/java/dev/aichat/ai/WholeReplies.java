package dev.aichat.ai;

import java.util.concurrent.Executor;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/**
 * A provider that says when it is done. A stream that just stops, or that reported an
 * error in its middle, has no finish reason: what it said is not an answer. It is asked
 * by a thread of its own: the library's buffers stay with the thread, and the one that
 * waits for the answer would keep them.
 */
final class WholeReplies implements StreamingChatModel {

	private final StreamingChatModel provider;

	private final Executor executor;

	WholeReplies(StreamingChatModel provider, Executor executor) {
		this.provider = provider;
		this.executor = executor;
	}

	@Override
	public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
		StreamingChatResponseHandler whole = whole(handler);
		this.executor.execute(() -> ask(request, whole));
	}

	private void ask(ChatRequest request, StreamingChatResponseHandler whole) {
		try {
			this.provider.chat(request, whole);
		}
		catch (RuntimeException | LinkageError ex) {
			whole.onError(ex);
		}
	}

	private static StreamingChatResponseHandler whole(StreamingChatResponseHandler handler) {
		return new StreamingChatResponseHandler() {

			@Override
			public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
				handler.onPartialResponse(piece, context);
			}

			@Override
			public void onPartialThinking(PartialThinking thought) {
				handler.onPartialThinking(thought);
			}

			@Override
			public void onCompleteResponse(ChatResponse response) {
				if (response.finishReason() != null) {
					handler.onCompleteResponse(response);
				}
				else {
					handler.onError(new UnusableReplyException("unfinished"));
				}
			}

			@Override
			public void onError(Throwable error) {
				handler.onError(error);
			}

		};
	}

}
