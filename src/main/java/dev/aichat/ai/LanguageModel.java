package dev.aichat.ai;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A language model: answers one question in the thread that asks. */
public interface LanguageModel {

	/**
	 * Asks, and returns once the model has ended its reply.
	 * @param conversation the messages, oldest first, the last one the user's
	 * @param reply receives the reply while it arrives
	 * @throws AiException if the model fails
	 */
	void ask(List<Message> conversation, Listener reply) throws InterruptedException;

	/**
	 * A message, as OpenAI's protocol writes it.
	 *
	 * @param role the speaker: system, user or assistant
	 * @param content the text
	 */
	record Message(String role, String content) {
	}

	/** Receives a reply while it arrives. */
	interface Listener {

		/** Returns the most characters of the reply that are read. */
		int maxCharacters();

		/** Adds a piece of text. */
		void text(String piece);

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
		 * Adds a call to close when the reply ends, or at once if it has ended.
		 * @param call when closed, makes {@link LanguageModel#ask} return soon, with any
		 * exception
		 */
		void onCancel(AutoCloseable call);

	}

}
