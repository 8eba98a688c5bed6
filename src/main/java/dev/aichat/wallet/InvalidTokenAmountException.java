package dev.aichat.wallet;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** An amount of tokens that cannot be added. */
class InvalidTokenAmountException extends ProblemException {

	InvalidTokenAmountException(String sentence) {
		super(HttpStatus.BAD_REQUEST, "invalid_token_amount", sentence);
	}

	static InvalidTokenAmountException outOfRange(long maximum) {
		return new InvalidTokenAmountException("The tokens must be a whole number from 1 to %d.".formatted(maximum));
	}

	static InvalidTokenAmountException balanceTooLarge() {
		return new InvalidTokenAmountException("A balance may not exceed %d tokens.".formatted(Posting.MAX_BALANCE));
	}

}
