package dev.aichat.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Renders every failure as a problem (RFC 9457). It knows the framework's failures, and
 * of the features' only that they describe themselves.
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
		return render(problem, problem.headers(), request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Map<String, List<String>> errors = new LinkedHashMap<>();
		for (FieldError error : ex.getFieldErrors()) {
			add(errors, error.getField(), error.getDefaultMessage());
		}
		return onFailure(ProblemException.invalidFields(errors), request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
			HandlerMethodValidationException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Map<String, List<String>> errors = new LinkedHashMap<>();
		ex.getParameterValidationResults()
			.forEach((result) -> result.getResolvableErrors()
				.forEach((error) -> add(errors, result.getMethodParameter().getParameterName(),
						error.getDefaultMessage())));
		return onFailure(ProblemException.invalidFields(errors), request);
	}

	/**
	 * A value of the wrong type in readable JSON is an invalid field; anything else that
	 * cannot be read is malformed.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (ex.getCause() instanceof DatabindException mismatch && !mismatch.getPath().isEmpty()) {
			JacksonException.Reference field = mismatch.getPath().get(0);
			if (field.getPropertyName() != null) {
				return onFailure(
						ProblemException.invalidField(field.getPropertyName(), "This value has the wrong type."),
						request);
			}
		}
		return onFailure(StandardProblem.MALFORMED_REQUEST.exception(), request);
	}

	/** A path that cannot name anything names nothing; a query value is a field. */
	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		if (ex instanceof MethodArgumentTypeMismatchException mismatch) {
			return onFailure(
					mismatch.getParameter().hasParameterAnnotation(PathVariable.class) ? ProblemException.notFound()
							: ProblemException.invalidField(mismatch.getName(), "This value has the wrong type."),
					request);
		}
		return onFailure(StandardProblem.MALFORMED_REQUEST.exception(), request);
	}

	/** A blank in a path names nothing either. */
	@Override
	protected @Nullable ResponseEntity<Object> handleMissingPathVariable(MissingPathVariableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return onFailure(ProblemException.notFound(), request);
	}

	/**
	 * All that the framework refuses, and no handler above: only its status and headers
	 * are kept.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (status.is5xxServerError()) {
			return onFailure(ex, request);
		}
		return render(StandardProblem.of(status.value()).exception(), headers, request);
	}

	private static void add(Map<String, List<String>> errors, @Nullable String field, @Nullable String sentence) {
		errors.computeIfAbsent(snakeCase(String.valueOf(field)), (name) -> new ArrayList<>())
			.add(String.valueOf(sentence));
	}

	/** The name that the client knows the field by. */
	private static String snakeCase(String javaName) {
		return javaName.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
	}

	private ResponseEntity<Object> render(ProblemException problem, HttpHeaders headers, WebRequest request) {
		return ResponseEntity.status(problem.status())
			.headers(headers)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(problem.body(ProblemRenderer.path(((ServletWebRequest) request).getRequest())));
	}

}
