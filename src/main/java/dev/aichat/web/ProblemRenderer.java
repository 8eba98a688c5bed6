package dev.aichat.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.util.UriUtils;

/** Turns failures into problems (RFC 9457). */
@Component
public class ProblemRenderer {

	private static final Logger log = LoggerFactory.getLogger(ProblemRenderer.class);

	/** The causes of database failures that were logged within the last second. */
	private final Cache<String, Boolean> logged = Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(1)).build();

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

	/**
	 * Returns a failure that describes itself, or the problem for any other. What is not
	 * the request's fault is logged: a bug with its trace, a database failure as one line
	 * per cause and second.
	 * @param failure what went wrong
	 * @return the problem
	 */
	public ProblemException problem(Throwable failure) {
		if (failure instanceof ProblemException problem) {
			return problem;
		}
		ProblemException rejection = RejectedRequests.problem(failure);
		if (rejection != null) {
			return rejection;
		}
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		if (failure instanceof TransactionException || failure instanceof DataAccessResourceFailureException
				|| failure instanceof TransientDataAccessException
				|| (failure instanceof UncategorizedDataAccessException && isOutage(cause))) {
			logOutage(cause);
			return ProblemException.standard(503);
		}
		log.error("Unexpected failure", failure);
		return ProblemException.standard(500);
	}

	/**
	 * Failed rollbacks and PostgreSQL's lock timeout are not categorized; the pool's own
	 * failures have no state.
	 */
	private static boolean isOutage(Throwable cause) {
		return cause instanceof SQLException ex
				&& (ex.getSQLState() == null || ex.getSQLState().matches("(08|53|57).*|55P03"));
	}

	private void logOutage(Throwable cause) {
		String kind = cause.getClass().getSimpleName()
				+ ((cause instanceof SQLException ex) ? " " + ex.getSQLState() : "");
		if (this.logged.asMap().putIfAbsent(kind, true) == null) {
			String sentence = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
			log.warn("The database is not available: {}: {}", kind, sentence);
		}
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
