package dev.aichat.ai;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The AI gave no answer that can be used. */
public class AiException extends ProblemException {

	AiException(HttpStatus status, String code, String detail) {
		super(status, code, detail);
	}

	static AiException failed() {
		return new AiException(HttpStatus.BAD_GATEWAY, "ai_failed", "The AI could not answer.");
	}

	/**
	 * The AI did not answer in time.
	 * @return the problem {@code ai_timeout}
	 */
	public static AiException timeout() {
		return new AiException(HttpStatus.GATEWAY_TIMEOUT, "ai_timeout", "The AI took too long to answer.");
	}

}
