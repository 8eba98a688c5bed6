package dev.aichat.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.util.UriUtils;

/**
 * A failure that describes itself to the caller: features extend it, and the one advice
 * of this package renders it as a problem (RFC 9457).
 */
public class ProblemException extends RuntimeException {

	private final HttpStatus status;

	private final String code;

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final HttpHeaders headers = new HttpHeaders();

	/**
	 * A failure of one kind.
	 * @param status the status of the answer
	 * @param code the stable name of the failure, for machines
	 * @param detail one sentence for people, safe to show to anyone
	 */
	public ProblemException(HttpStatus status, String code, String detail) {
		super(detail, null, false, false);
		this.status = status;
		this.code = code;
	}

	/**
	 * A request whose field breaks a rule.
	 * @param field the field's name in JSON or in the query
	 * @param sentence the rule, as a sentence
	 * @return the problem {@code validation_failed}
	 */
	public static ProblemException invalidField(String field, String sentence) {
		return invalidFields(Map.of(field, List.of(sentence)));
	}

	/**
	 * A request whose fields break rules.
	 * @param errors the rules as sentences, by field
	 * @return the problem {@code validation_failed}
	 */
	public static ProblemException invalidFields(Map<String, List<String>> errors) {
		return new ProblemException(HttpStatus.BAD_REQUEST, "validation_failed",
				"Some fields of the request are not valid.")
			.with("errors", errors);
	}

	/**
	 * The failure of a status that belongs to no feature.
	 * @param status the status of the answer
	 * @return its problem
	 */
	public static ProblemException standard(int status) {
		return StandardProblem.of(status).exception();
	}

	/**
	 * What is asked for does not exist, or not for this caller.
	 * @return the problem {@code not_found}
	 */
	public static ProblemException notFound() {
		return StandardProblem.NOT_FOUND.exception();
	}

	/**
	 * The request cannot be read.
	 * @return the problem {@code malformed_request}
	 */
	public static ProblemException malformedRequest() {
		return StandardProblem.MALFORMED_REQUEST.exception();
	}

	/**
	 * The caller is known, and may not do this.
	 * @return the problem {@code forbidden}
	 */
	public static ProblemException forbidden() {
		return StandardProblem.FORBIDDEN.exception();
	}

	/**
	 * Adds a member to the problem's JSON.
	 * @param name the member's name, in {@code snake_case}
	 * @param value the member's value
	 * @return this
	 */
	public final ProblemException with(String name, Object value) {
		this.properties.put(name, value);
		return this;
	}

	/**
	 * Adds a header to the answer.
	 * @param name the header's name
	 * @param value the header's value
	 * @return this
	 */
	public final ProblemException header(String name, String value) {
		this.headers.set(name, value);
		return this;
	}

	public HttpStatus status() {
		return this.status;
	}

	public String code() {
		return this.code;
	}

	public String detail() {
		return String.valueOf(getMessage());
	}

	/**
	 * The failure as a problem's JSON.
	 * @param path the path of the request as it was sent
	 */
	ProblemDetail body(String path) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(this.status, detail());
		problem.setType(URI.create("about:blank"));
		problem.setTitle(this.status.getReasonPhrase());
		problem.setInstance(instance(path));
		problem.setProperty("code", this.code);
		problem.setProperty("error", detail());
		this.properties.forEach(problem::setProperty);
		return problem;
	}

	/** Not every path that Tomcat lets through is a URI as it stands. */
	private static URI instance(String path) {
		try {
			return new URI(path);
		}
		catch (URISyntaxException ex) {
			return URI.create(UriUtils.encode(path, StandardCharsets.UTF_8));
		}
	}

	/**
	 * What the answer's headers tell.
	 * @return the headers
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

}
