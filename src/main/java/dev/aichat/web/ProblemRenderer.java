package dev.aichat.web;

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

/** Turns failures into problems (RFC 9457) with the members that this API adds. */
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
		return problem(failure).body(path(request));
	}

	/** What a failure that describes itself says, or what is said of any other. */
	ProblemException problem(Throwable failure) {
		if (failure instanceof ProblemException problem) {
			return problem;
		}
		if (failure instanceof InvalidParameterException) {
			// A query that Tomcat cannot decode, or that has too many parameters
			return StandardProblem.MALFORMED_REQUEST.exception();
		}
		if (failure instanceof TransactionException || failure instanceof DataAccessResourceFailureException
				|| failure instanceof TransientDataAccessException) {
			log.warn("The database does not answer", failure);
			return StandardProblem.SERVICE_UNAVAILABLE.exception();
		}
		log.error("A bug of ours", failure);
		return StandardProblem.INTERNAL_ERROR.exception();
	}

	/** The path that was asked for, even when the container shows an error page now. */
	static String path(HttpServletRequest request) {
		Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		return (failed != null) ? failed.toString() : request.getRequestURI();
	}

}
