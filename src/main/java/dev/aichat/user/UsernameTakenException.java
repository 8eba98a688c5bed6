package dev.aichat.user;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The name is taken, perhaps in another case or Unicode form. */
public class UsernameTakenException extends ProblemException {

	UsernameTakenException() {
		super(HttpStatus.BAD_REQUEST, "username_taken", "username", "This username is already taken.");
	}

}
