package dev.aichat.wallet;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The amount of tokens is out of range, or takes the balance out of range. */
class InvalidTokenAmountException extends ProblemException {

	InvalidTokenAmountException(String field, String sentence) {
		super(HttpStatus.BAD_REQUEST, "invalid_token_amount", field, sentence);
	}

}
