package dev.aichat.ai;

import java.util.List;

/**
 * A question to the AI.
 *
 * @param earlier the latest exchanges of the conversation, oldest first
 * @param message what the user wrote now
 */
public record Prompt(List<Exchange> earlier, String message) {

	/**
	 * A message and its reply.
	 *
	 * @param message what the user wrote
	 * @param reply what the AI answered
	 */
	public record Exchange(String message, String reply) {

		int characters() {
			return this.message.length() + this.reply.length();
		}

	}

}
