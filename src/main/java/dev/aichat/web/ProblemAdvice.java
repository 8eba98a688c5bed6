package dev.aichat.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.util.DisconnectedClientHelper;

/** Answers every failure with a problem (RFC 9457). */
@RestControllerAdvice
class ProblemAdvice {

	private final ProblemRenderer renderer;

	ProblemAdvice(ProblemRenderer renderer) {
		this.renderer = renderer;
	}

	/** A client that is gone, as any write to it may tell, gets no answer. */
	@ExceptionHandler
	@Nullable ResponseEntity<ProblemDetail> onFailure(Exception ex, HttpServletRequest request) {
		if (ex instanceof AsyncRequestNotUsableException || (ex instanceof HttpMessageNotWritableException
				&& DisconnectedClientHelper.isClientDisconnectedException(ex))) {
			return null;
		}
		ProblemException problem = this.renderer.problem(ex);
		return ResponseEntity.status(problem.status())
			.headers(problem.getHeaders())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(this.renderer.render(problem, request));
	}

	/** Answers requests that failed outside of every controller. */
	@RestController
	@Hidden
	static class ErrorDispatchController implements ErrorController {

		private static final String PATH = "${spring.web.error.path:/error}";

		/** Stands here because Spring would otherwise answer OPTIONS itself. */
		@RequestMapping(path = PATH, method = RequestMethod.OPTIONS)
		void options(HttpServletRequest request) {
			error(request);
		}

		@RequestMapping(PATH)
		void error(HttpServletRequest request) {
			Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
			throw (status instanceof Integer code) ? ProblemException.standard(code) : ProblemException.notFound();
		}

	}

}
