package dev.aichat.ai;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The reason a reply ended. */
public enum FinishReason {

	/** The reply is complete. */
	@JsonProperty("stop")
	STOP,

	/** A limit cut the reply: the model's, or ours. */
	@JsonProperty("length")
	LENGTH,

	/** The provider's content filter cut the reply. */
	@JsonProperty("content_filter")
	CONTENT_FILTER,

	/** The user stopped the reply. */
	@JsonProperty("stopped")
	STOPPED

}
