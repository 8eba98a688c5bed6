package dev.aichat.ai;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/**
 * A provider that says when it is done. A stream that just stops, or that reported an
 * error in its middle, has no finish reason: what it said is not an answer.
 */
final class WholeReplies implements StreamingChatModel {

	private final StreamingChatModel provider;

	WholeReplies(StreamingChatModel provider) {
		this.provider = provider;
	}

	@Override
	public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
		this.provider.chat(request, new StreamingChatResponseHandler() {

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

		});
	}

}
