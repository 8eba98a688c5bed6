package dev.aichat.ai;

import org.jspecify.annotations.Nullable;

/** A language model: answers one request in the thread that asks. */
public interface LanguageModel {

	/**
	 * Asks, and returns once the model has ended its reply.
	 * @param request the conversation
	 * @param reply is told what the model says, while it says it
	 * @throws ModelException if the model fails
	 */
	void ask(ModelRequest request, Listener reply) throws ModelException, InterruptedException;

	/** Receives a reply while it arrives. */
	interface Listener {

		/** Adds a piece of text; returns false once no more is wanted. */
		boolean text(String piece);

		/** Notes a sign of life that is no text, such as reasoning. */
		void alive();

		/**
		 * Notes that the model named its end. The first reason counts; nothing fails the
		 * reply afterwards.
		 */
		void finish(FinishReason reason);

		/** Notes what the provider counted, in its own tokens. */
		void usage(@Nullable Integer promptTokens, @Nullable Integer completionTokens);

		/**
		 * Sets how to hang up once the reply has ended, in place of what was set before.
		 * It is run at once if that is so already.
		 * @param cancel makes {@link LanguageModel#ask} return soon, with any exception
		 */
		void onCancel(Runnable cancel);

	}

}
