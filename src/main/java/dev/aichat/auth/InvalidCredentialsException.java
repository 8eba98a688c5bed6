package dev.aichat.auth;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The username or the password is wrong; the answer does not tell which. */
public class InvalidCredentialsException extends ProblemException {

	public InvalidCredentialsException() {
		super(HttpStatus.UNAUTHORIZED, "invalid_credentials", "The username or the password is wrong.");
	}

}
