package dev.aichat.web;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.http.HttpStatus;

/**
 * The caller's name for one request, which is then carried out at most once
 * (draft-ietf-httpapi-idempotency-key-header). It belongs to the user and to the kind of
 * request it was sent with.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record IdempotencyKey(String value) {

	/** The header that carries a key. */
	public static final String HEADER = "Idempotency-Key";

	/** The header of an answer that was given before. */
	public static final String REPLAYED_HEADER = "Idempotency-Replayed";

	/** The most characters of a key. */
	public static final int MAX_LENGTH = 255;

	private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1," + MAX_LENGTH + "}");

	public IdempotencyKey {
		if (!ALLOWED.matcher(value).matches()) {
			throw invalid("An idempotency key has 1 to 255 visible ASCII characters.");
		}
	}

	static IdempotencyKey of(List<String> headers) {
		if (headers.size() != 1) {
			throw invalid("Only one Idempotency-Key may be sent.");
		}
		return new IdempotencyKey(headers.get(0));
	}

	/**
	 * The key was used for another request.
	 * @return the problem {@code idempotency_key_reused}
	 */
	public static ProblemException reused() {
		return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, "idempotency_key_reused",
				"This idempotency key was used for a different request.");
	}

	private static ProblemException invalid(String sentence) {
		return new ProblemException(HttpStatus.BAD_REQUEST, "invalid_idempotency_key", sentence);
	}

}
