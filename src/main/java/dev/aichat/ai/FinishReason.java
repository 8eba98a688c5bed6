package dev.aichat.ai;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** The reason a reply ended. */
public enum FinishReason {

	/** It is complete. */
	STOP,

	/** A limit cut it: the model's, or ours. */
	LENGTH,

	/** The provider's content filter cut it. */
	CONTENT_FILTER,

	/** The user stopped it. */
	STOPPED;

	/**
	 * Returns the word for clients.
	 * @return the name in lower case
	 */
	@JsonValue
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}
