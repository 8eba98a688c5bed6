package dev.aichat.web;

import java.net.URI;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
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
		return render(problem(failure), request);
	}

	ProblemDetail render(ProblemException ex, HttpServletRequest request) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(ex.status(), ex.detail());
		problem.setType(URI.create("about:blank"));
		problem.setTitle(ex.status().getReasonPhrase());
		problem.setInstance(instance(request));
		problem.setProperty("code", ex.code());
		problem.setProperty("error", ex.detail());
		ex.properties().forEach(problem::setProperty);
		return problem;
	}

	/** What a failure that describes itself says, or what is said of any other. */
	ProblemException problem(Throwable failure) {
		if (failure instanceof ProblemException problem) {
			return problem;
		}
		if (failure instanceof TransactionException || failure instanceof DataAccessResourceFailureException
				|| failure instanceof TransientDataAccessException) {
			log.warn("The database does not answer", failure);
			return StandardProblem.SERVICE_UNAVAILABLE.exception();
		}
		log.error("A bug of ours", failure);
		return StandardProblem.INTERNAL_ERROR.exception();
	}

	private static @Nullable URI instance(HttpServletRequest request) {
		Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		try {
			return URI.create((failed != null) ? failed.toString() : request.getRequestURI());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
