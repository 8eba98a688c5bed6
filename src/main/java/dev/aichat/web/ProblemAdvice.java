package dev.aichat.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Renders every failure as a problem (RFC 9457): those of the framework, and those of
 * features, which describe themselves.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private final ProblemRenderer renderer;

	ProblemAdvice(ProblemRenderer renderer) {
		this.renderer = renderer;
	}

	@ExceptionHandler
	ResponseEntity<Object> onFailure(Exception ex, WebRequest request) {
		ProblemException problem = this.renderer.problem(ex);
		return ResponseEntity.status(problem.status())
			.headers(problem.getHeaders())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(this.renderer.render(problem, ((ServletWebRequest) request).getRequest()));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Map<String, List<String>> errors = new LinkedHashMap<>();
		ex.getFieldErrors().forEach((error) -> add(errors, error.getField(), error));
		return onFailure(ProblemException.invalidFields(errors), request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
			HandlerMethodValidationException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Map<String, List<String>> errors = new LinkedHashMap<>();
		ex.getParameterValidationResults()
			.forEach((result) -> result.getResolvableErrors()
				.forEach((error) -> add(errors, result.getMethodParameter().getParameterName(), error)));
		return onFailure(ProblemException.invalidFields(errors), request);
	}

	/** A value of the wrong type in readable JSON is an invalid field. */
	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String field = (ex.getCause() instanceof DatabindException mismatch && !mismatch.getPath().isEmpty())
				? mismatch.getPath().get(0).getPropertyName() : null;
		return onFailure((field != null) ? wrongType(field) : ProblemException.malformedRequest(), request);
	}

	/** A path variable of the wrong type names nothing; a query value is a field. */
	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		if (!(ex instanceof MethodArgumentTypeMismatchException mismatch)) {
			return onFailure(ProblemException.malformedRequest(), request);
		}
		boolean inPath = mismatch.getParameter().hasParameterAnnotation(PathVariable.class);
		return onFailure(inPath ? ProblemException.notFound() : wrongType(mismatch.getName()), request);
	}

	/** A blank path variable names nothing either. */
	@Override
	protected @Nullable ResponseEntity<Object> handleMissingPathVariable(MissingPathVariableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return onFailure(ProblemException.notFound(), request);
	}

	/** Of the framework's other refusals, only the status and the headers are kept. */
	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (ex instanceof ProblemException || status.is5xxServerError()) {
			return onFailure(ex, request);
		}
		ProblemException problem = ProblemException.standard(status.value());
		problem.getHeaders().addAll(headers);
		return onFailure(problem, request);
	}

	private static ProblemException wrongType(String field) {
		return ProblemException.invalidField(field, "This value has the wrong type.");
	}

	/** Adds a broken rule under the name by which the client knows the field. */
	private static void add(Map<String, List<String>> errors, @Nullable String javaName,
			MessageSourceResolvable error) {
		String field = String.valueOf(javaName).replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
		errors.computeIfAbsent(field, (name) -> new ArrayList<>()).add(String.valueOf(error.getDefaultMessage()));
	}

	/** Answers requests that failed outside of every controller. */
	@RestController
	@Hidden
	static class ErrorDispatchController implements ErrorController {

		/**
		 * Lists every method, because Spring would otherwise answer OPTIONS with those
		 * allowed here.
		 */
		@RequestMapping(path = "${spring.web.error.path:/error}",
				method = { RequestMethod.GET, RequestMethod.HEAD, RequestMethod.POST, RequestMethod.PUT,
						RequestMethod.PATCH, RequestMethod.DELETE, RequestMethod.OPTIONS })
		void error(HttpServletRequest request) {
			Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
			throw (status instanceof Integer code) ? ProblemException.standard(code) : ProblemException.notFound();
		}

	}

}
