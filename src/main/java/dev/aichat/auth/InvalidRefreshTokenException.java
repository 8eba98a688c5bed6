package dev.aichat.auth;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The refresh token is unknown, or its session has ended. */
class InvalidRefreshTokenException extends ProblemException {

	InvalidRefreshTokenException() {
		this("invalid_token", "The refresh token is not valid, log in again.");
	}

	private InvalidRefreshTokenException(String code, String detail) {
		super(HttpStatus.UNAUTHORIZED, code, detail);
	}

	/** Returns {@code refresh_token_reused}: a spent refresh token ended its session. */
	static InvalidRefreshTokenException reused() {
		return new InvalidRefreshTokenException("refresh_token_reused",
				"The refresh token was used before, so its session was ended: log in again.");
	}

}
