package dev.aichat.ai;

/** Why a reply ended. */
public enum FinishReason {

	/** It is complete. */
	STOP,

	/** A limit cut it: the model's, or ours. */
	LENGTH,

	/** The provider's content filter cut it. */
	CONTENT_FILTER

}
