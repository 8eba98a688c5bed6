package dev.aichat.web;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A failure that describes itself as a problem (RFC 9457). Features extend it; the one
 * advice of this package renders it.
 */
public class ProblemException extends ErrorResponseException {

	/**
	 * A failure of one kind.
	 * @param status the status of the response
	 * @param code the stable name of the failure, for machines
	 * @param detail one sentence for people, safe to show to anyone
	 */
	public ProblemException(HttpStatus status, String code, String detail) {
		this(status, code, detail, Map.of());
	}

	/** A failure that one field of the request causes, by the field's name in JSON. */
	public ProblemException(HttpStatus status, String code, String field, String detail) {
		this(status, code, detail, Map.of(field, List.of(detail)));
	}

	private ProblemException(HttpStatus status, String code, String detail, Map<String, List<String>> errors) {
		super(status, body(status, code, detail, errors), null);
	}

	private static ProblemDetail body(HttpStatus status, String code, String detail, Map<?, ?> errors) {
		ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
		body.setType(URI.create("about:blank"));
		body.setProperty("code", code);
		body.setProperty("error", detail);
		if (!errors.isEmpty()) {
			body.setProperty("errors", errors);
		}
		return body;
	}

	/** Returns {@code validation_failed} for one field, with the rule that it breaks. */
	public static ProblemException invalidField(String field, String sentence) {
		return invalidFields(Map.of(field, List.of(sentence)));
	}

	/** Returns {@code validation_failed} with the broken rules as sentences, by field. */
	public static ProblemException invalidFields(Map<String, List<String>> errors) {
		return new ProblemException(HttpStatus.BAD_REQUEST, "validation_failed",
				"Some fields of the request are not valid.", errors);
	}

	/**
	 * Returns the problem of a status that belongs to no feature.
	 * @param status the status; another client error counts as 400, any other as 500
	 */
	public static ProblemException standard(int status) {
		return switch (status) {
			case 403 -> forbidden();
			case 404 -> notFound();
			case 405 -> problem(HttpStatus.METHOD_NOT_ALLOWED, "This method is not supported here.");
			case 406 -> problem(HttpStatus.NOT_ACCEPTABLE, "None of the accepted media types can be produced here.");
			case 408 -> problem(HttpStatus.REQUEST_TIMEOUT, "The body of the request took too long to arrive.");
			case 413 -> new ProblemException(HttpStatus.CONTENT_TOO_LARGE, "payload_too_large",
					"The body of the request is too large.");
			case 415 -> unsupportedBody("The body must be JSON, with the header Content-Type: application/json.");
			case 503 -> problem(HttpStatus.SERVICE_UNAVAILABLE, "The service is busy, try again soon.")
				.header(HttpHeaders.RETRY_AFTER, "1");
			// Tomcat blames the server for a coding or a version of HTTP that is unknown
			case 501, 505 -> malformedRequest();
			default -> (status >= 400 && status < 500) ? malformedRequest() : new ProblemException(
					HttpStatus.INTERNAL_SERVER_ERROR, "internal_error", "Something went wrong on our side.");
		};
	}

	/** Returns {@code not_found}: it does not exist, or not for this caller. */
	public static ProblemException notFound() {
		return problem(HttpStatus.NOT_FOUND, "There is nothing here.");
	}

	/** Returns {@code malformed_request}: the request cannot be read. */
	public static ProblemException malformedRequest() {
		return malformedRequest("The request cannot be read.");
	}

	/** Returns {@code malformed_request} with the reason in a sentence. */
	public static ProblemException malformedRequest(String detail) {
		return new ProblemException(HttpStatus.BAD_REQUEST, "malformed_request", detail);
	}

	static ProblemException unsupportedBody(String detail) {
		return problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, detail);
	}

	/** Returns {@code forbidden}: the caller is known, and may not do this. */
	public static ProblemException forbidden() {
		return problem(HttpStatus.FORBIDDEN, "You are not allowed to do this.");
	}

	private static ProblemException problem(HttpStatus status, String detail) {
		return new ProblemException(status, status.name().toLowerCase(Locale.ROOT), detail);
	}

	/** Adds a member, named in {@code snake_case}, to the problem's JSON. */
	public final ProblemException with(String name, Object value) {
		getBody().setProperty(name, value);
		return this;
	}

	/** Adds a header to the response. */
	public final ProblemException header(String name, String value) {
		getHeaders().set(name, value);
		return this;
	}

	public HttpStatus status() {
		return HttpStatus.valueOf(getBody().getStatus());
	}

	public String code() {
		return String.valueOf(Objects.requireNonNull(getBody().getProperties()).get("code"));
	}

	public String detail() {
		return String.valueOf(getBody().getDetail());
	}

	@Override
	public String getMessage() {
		return detail();
	}

	/** An expected outcome needs no stack trace, which costs more than the rest. */
	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}
