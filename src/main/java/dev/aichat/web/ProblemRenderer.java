package dev.aichat.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.util.UriUtils;

/** Turns failures into problems (RFC 9457). */
@Component
public class ProblemRenderer {

	private static final Logger log = LoggerFactory.getLogger(ProblemRenderer.class);

	/**
	 * Renders any failure.
	 * @param failure what went wrong; a bug is logged, and nothing of it is shown
	 * @param request the request that failed
	 * @return the problem
	 */
	public ProblemDetail render(Throwable failure, HttpServletRequest request) {
		Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		return render(problem(failure), (failed != null) ? failed.toString() : request.getRequestURI());
	}

	/** Renders a copy, because several requests may wait for what fails. */
	static ProblemDetail render(ProblemException problem, String path) {
		ProblemDetail body = ProblemDetail.forStatusAndDetail(problem.status(), problem.detail());
		body.setType(problem.getBody().getType());
		body.setProperties(problem.getBody().getProperties());
		body.setInstance(instance(path));
		return body;
	}

	/** Returns a failure that describes itself, or the problem for any other. */
	ProblemException problem(Throwable failure) {
		if (failure instanceof ProblemException problem) {
			return problem;
		}
		if (failure instanceof InvalidParameterException) {
			// A query that Tomcat cannot decode, or that has too many parameters
			return ProblemException.malformedRequest();
		}
		if (failure instanceof TransactionException || failure instanceof DataAccessResourceFailureException
				|| failure instanceof TransientDataAccessException) {
			log.warn("The database is not available", failure);
			return ProblemException.standard(503);
		}
		log.error("Unexpected failure", failure);
		return ProblemException.standard(500);
	}

	/** Not every path that Tomcat accepts is a URI as it stands. */
	private static URI instance(String path) {
		try {
			return new URI(path);
		}
		catch (URISyntaxException ex) {
			return URI.create(UriUtils.encode(path, StandardCharsets.UTF_8));
		}
	}

}
