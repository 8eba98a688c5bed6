package dev.aichat.ai;

import java.util.function.UnaryOperator;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/** A model that needs no network: it answers the newest message at once. */
final class OfflineModel implements StreamingChatModel {

	private final UnaryOperator<String> answer;

	private OfflineModel(UnaryOperator<String> answer) {
		this.answer = answer;
	}

	static OfflineModel dummy() {
		return new OfflineModel((message) -> "This is a dummy response.");
	}

	static OfflineModel echo() {
		return new OfflineModel("AI Response to: %s."::formatted);
	}

	@Override
	public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
		ChatMessage newest = request.messages().get(request.messages().size() - 1);
		String text = this.answer.apply(((UserMessage) newest).singleText());
		handler.onPartialResponse(text);
		handler.onCompleteResponse(ChatResponse.builder().aiMessage(AiMessage.from(text)).build());
	}

}
