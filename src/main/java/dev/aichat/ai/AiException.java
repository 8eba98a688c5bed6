package dev.aichat.ai;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The problem that the AI gave no answer. */
public final class AiException extends ProblemException {

	private AiException(HttpStatus status, String code, String detail) {
		super(status, code, detail);
	}

	/**
	 * The AI gave no answer.
	 * @return the problem {@code ai_failed}
	 */
	public static AiException failed() {
		return new AiException(HttpStatus.BAD_GATEWAY, "ai_failed", "The AI could not answer.");
	}

	static AiException unavailable(long retryAfterSeconds) {
		AiException unavailable = new AiException(HttpStatus.SERVICE_UNAVAILABLE, "ai_unavailable",
				"The AI cannot be asked right now.");
		unavailable.header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
		return unavailable;
	}

	/**
	 * The AI did not answer in time.
	 * @return the problem {@code ai_timeout}
	 */
	public static AiException timeout() {
		return new AiException(HttpStatus.GATEWAY_TIMEOUT, "ai_timeout", "The AI took too long to answer.");
	}

	/**
	 * The user stopped the reply before there was anything to read.
	 * @return the problem {@code chat_stopped}
	 */
	public static AiException stopped() {
		return new AiException(HttpStatus.CONFLICT, "chat_stopped", "The reply was stopped before its first text.");
	}

	boolean isTimeout() {
		return status() == HttpStatus.GATEWAY_TIMEOUT;
	}

}
