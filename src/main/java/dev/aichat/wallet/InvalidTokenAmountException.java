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

	static InvalidTokenAmountException noAdjustment() {
		return new InvalidTokenAmountException(
				"The amount must be a whole number up to %d, and not 0.".formatted(Posting.MAX_BALANCE));
	}

	static InvalidTokenAmountException balanceTooSmall() {
		return new InvalidTokenAmountException("A balance may not fall below 0 tokens.");
	}

	static InvalidTokenAmountException balanceTooLarge() {
		return new InvalidTokenAmountException("A balance may not exceed %d tokens.".formatted(Posting.MAX_BALANCE));
	}

}
