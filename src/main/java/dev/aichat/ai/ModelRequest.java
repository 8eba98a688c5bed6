package dev.aichat.ai;

import java.util.List;

/**
 * A conversation to be continued by a model.
 *
 * @param messages the messages, oldest first, the last one the user's
 * @param maxCharacters the most characters of the reply that are read
 */
public record ModelRequest(List<Message> messages, int maxCharacters) {

	/** A message of the conversation. */
	public record Message(Role role, String text) {
	}

	/** Speakers. */
	public enum Role {

		SYSTEM, USER, ASSISTANT

	}

}
