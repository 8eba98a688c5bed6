package dev.aichat.web;

import java.util.Arrays;
import java.util.Locale;

import org.springframework.http.HttpStatus;

/** The problems that belong to no feature, one for a status. */
enum StandardProblem {

	MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be read."),
	FORBIDDEN(HttpStatus.FORBIDDEN, "You are not allowed to do this."),
	NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing here."),
	METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This method is not supported here."),
	NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "None of the accepted media types can be produced here."),
	REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The body of the request took too long to arrive."),
	PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body of the request is too large."),
	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json."),
	INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side."),
	SERVICE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service is busy, try again soon.");

	private final HttpStatus status;

	private final String detail;

	StandardProblem(HttpStatus status, String detail) {
		this.status = status;
		this.detail = detail;
	}

	/** The problem for a status that some library chose. */
	static StandardProblem of(int status) {
		return Arrays.stream(values())
			.filter((problem) -> problem.status.value() == status)
			.findFirst()
			.orElse(blamesCaller(status) ? MALFORMED_REQUEST : INTERNAL_ERROR);
	}

	/** HTTP blames the server for a coding or a version of HTTP that nobody speaks. */
	private static boolean blamesCaller(int status) {
		return (status >= 400 && status < 500) || status == HttpStatus.NOT_IMPLEMENTED.value()
				|| status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED.value();
	}

	ProblemException exception() {
		ProblemException problem = new ProblemException(this.status, name().toLowerCase(Locale.ROOT), this.detail);
		return (this == SERVICE_UNAVAILABLE) ? problem.header("Retry-After", "1") : problem;
	}

}
