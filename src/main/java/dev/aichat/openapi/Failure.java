package dev.aichat.openapi;

import java.util.Locale;

import org.springframework.http.HttpStatus;

/** A failure that operations document: its status, its code and its sentence. */
public enum Failure {

	VALIDATION_FAILED(400, "Some fields of the request are not valid."),
	MALFORMED_REQUEST(400, "The request cannot be read."),
	INVALID_IDEMPOTENCY_KEY(400, "An idempotency key has 1 to 255 visible ASCII characters."),
	INVALID_TOKEN_AMOUNT(400, "The tokens must be a whole number from 1 to 1000000."),
	INVALID_ADJUSTMENT(400, "invalid_token_amount",
			"The amount must be a whole number up to 1000000000000, and not 0."),
	USERNAME_TAKEN(400, "This username is already taken."),
	INVALID_CREDENTIALS(401, "The username or the password is wrong."),
	INVALID_REFRESH_TOKEN(401, "invalid_token", "The refresh token is not valid, log in again."),
	INSUFFICIENT_TOKENS(402, "You do not have enough tokens, top up to go on."),
	AUTHENTICATION_REQUIRED(403, "Authentication credentials were not provided."),
	INVALID_TOKEN(403, "The access token is not valid, log in again."),
	FORBIDDEN(403, "You are not allowed to do this."), NOT_FOUND(404, "There is nothing here."),
	NOT_ACCEPTABLE(406, "None of the accepted media types can be produced here."),
	REQUEST_TIMEOUT(408, "The body of the request took too long to arrive."),
	REQUEST_IN_PROGRESS(409, "The same request is still being answered."),
	LAST_ADMIN(409, "This is the last enabled admin, appoint another one first."),
	PAYLOAD_TOO_LARGE(413, "The body of the request is too large."),
	UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json."),
	IDEMPOTENCY_KEY_REUSED(422, "This idempotency key was used for a different request."),
	RATE_LIMITED(429, "Too many requests, wait before you try again."),
	INTERNAL_ERROR(500, "Something went wrong on our side."), AI_FAILED(502, "The AI could not answer."),
	AI_UNAVAILABLE(503, "The AI cannot be asked right now."),
	SERVICE_UNAVAILABLE(503, "The service is busy, try again soon."),
	AI_TIMEOUT(504, "The AI took too long to answer.");

	private final HttpStatus status;

	private final String code;

	private final String sentence;

	Failure(int status, String sentence) {
		this.status = HttpStatus.valueOf(status);
		this.code = name().toLowerCase(Locale.ROOT);
		this.sentence = sentence;
	}

	Failure(int status, String code, String sentence) {
		this.status = HttpStatus.valueOf(status);
		this.code = code;
		this.sentence = sentence;
	}

	HttpStatus status() {
		return this.status;
	}

	String code() {
		return this.code;
	}

	Problem problem() {
		return new Problem("about:blank", this.status.getReasonPhrase(), this.status.value(), this.sentence, null,
				this.code, this.sentence, null);
	}

}
