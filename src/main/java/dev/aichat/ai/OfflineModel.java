package dev.aichat.ai;

import java.util.function.UnaryOperator;

/**
 * Answers the newest message at once, without a network.
 *
 * @param answer makes the reply from the message
 */
record OfflineModel(UnaryOperator<String> answer) implements LanguageModel {

	static OfflineModel dummy() {
		return new OfflineModel((message) -> "This is a dummy response.");
	}

	static OfflineModel echo() {
		return new OfflineModel("AI Response to: %s."::formatted);
	}

	@Override
	public void ask(ModelRequest request, Listener reply) {
		reply.text(this.answer.apply(request.messages().get(request.messages().size() - 1).text()));
		reply.finish(FinishReason.STOP);
	}

}
