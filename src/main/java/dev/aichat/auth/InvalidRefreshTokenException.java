package dev.aichat.auth;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The refresh token is unknown or spent, or its session has ended. */
class InvalidRefreshTokenException extends ProblemException {

	InvalidRefreshTokenException() {
		super(HttpStatus.UNAUTHORIZED, "invalid_token", "The refresh token is not valid, log in again.");
	}

}
