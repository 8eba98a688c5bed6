package dev.aichat.console;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** A form was filled in against a rule, which is told beside it. */
class InvalidFormException extends ProblemException {

	InvalidFormException(String sentence) {
		super(HttpStatus.BAD_REQUEST, "validation_failed", sentence);
	}

}
