package dev.aichat.auth;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The name and the password do not belong together; nothing more is said. */
public class InvalidCredentialsException extends ProblemException {

	public InvalidCredentialsException() {
		super(HttpStatus.UNAUTHORIZED, "invalid_credentials", "The username or the password is wrong.");
	}

}
