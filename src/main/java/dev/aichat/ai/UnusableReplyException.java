package dev.aichat.ai;

/** The model said something, but not an answer. The message holds nothing it said. */
class UnusableReplyException extends RuntimeException {

	UnusableReplyException(String message) {
		super(message);
	}

}
