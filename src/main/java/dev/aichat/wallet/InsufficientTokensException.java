package dev.aichat.wallet;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The balance is smaller than the price. */
public class InsufficientTokensException extends ProblemException {

	InsufficientTokensException(long required, long remaining) {
		super(HttpStatus.PAYMENT_REQUIRED, "insufficient_tokens", "You do not have enough tokens, top up to go on.");
		with("required", required);
		with("remaining_tokens", remaining);
	}

}
