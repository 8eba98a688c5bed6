package dev.aichat.ai;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The reason a reply ended. */
public enum FinishReason {

	/** It is complete. */
	@JsonProperty("stop")
	STOP,

	/** A limit cut it: the model's, or ours. */
	@JsonProperty("length")
	LENGTH,

	/** The provider's content filter cut it. */
	@JsonProperty("content_filter")
	CONTENT_FILTER,

	/** The user stopped it. */
	@JsonProperty("stopped")
	STOPPED

}
