package dev.aichat.ai;

import java.util.List;

/**
 * A question to the AI.
 *
 * @param earlier the latest exchanges of the conversation, oldest first
 * @param message what the user wrote now
 */
public record Prompt(List<Exchange> earlier, String message) {

	/** An earlier message of the user, and the AI's reply. */
	public record Exchange(String message, String reply) {

		int characters() {
			return this.message.length() + this.reply.length();
		}

	}

}
