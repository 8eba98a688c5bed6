package dev.aichat.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
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
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Renders every failure as a problem (RFC 9457): those of the framework, and those of
 * features, which describe themselves.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	/** Reasons by Jackson's messages, which tell of its classes and settings. */
	private static final Map<Pattern, String> REASONS = new LinkedHashMap<>();

	static {
		explain("Cannot (?:deserialize|construct).*", "the body must be an object, such as {\"name\": \"value\"}");
		explain("Trailing token.*", "the body goes on after its end");
		explain("Unexpected end.*", "the body ends too early");
		explain("Unexpected character \\(''' .*", "names and text stand in double quotes, not in single ones");
		explain("Unexpected character \\('[}\\]]' .*(?:expected a value|name)",
				"remove the comma before this bracket, or add the missing value");
		explain(".*start property name", "the name of a field stands in double quotes");
		explain(".*comment.*", "JSON has no comments");
		explain(".* was expecting (?:a )?(colon|comma) .*", "a $1 is missing");
		explain("Illegal unquoted.*", "a line break or control character in text is escaped, as in \\\\n");
		explain("Unrecognized character escape.*", "a backslash in text is written twice");
		explain("Unexpected character \\('(\\P{Cntrl})' .*", "the character $1 is unexpected");
		explain("(?:Unrecognized|Non-standard) token '(\\w+)'.*", "the word $1 is no JSON value");
		explain("Duplicate Object property \"(.*)\"", "the field $1 is there twice");
		explain("Number.* maximum allowed \\((\\d+).*", "a number has more than $1 digits");
		explain("Document nesting.* maximum allowed \\((\\d+).*", "it is nested more than $1 levels deep");
	}

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

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		boolean isEmpty = !(ex.getCause() instanceof JacksonException failure)
				|| failure.getOriginalMessage().startsWith("No content");
		return onFailure(isEmpty ? ProblemException.malformedRequest("The body is empty or null: send a JSON object.")
				: unreadable((JacksonException) ex.getCause()), request);
	}

	/** A client that is gone gets no answer. */
	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotWritable(HttpMessageNotWritableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return DisconnectedClientHelper.isClientDisconnectedException(ex) ? null : onFailure(ex, request);
	}

	private static void explain(String message, String reason) {
		REASONS.put(Pattern.compile(message, Pattern.DOTALL), reason);
	}

	/** A value of the wrong type in readable JSON is an invalid field. */
	private static ProblemException unreadable(JacksonException failure) {
		boolean isValue = failure instanceof DatabindException || failure instanceof InputCoercionException;
		String field = (isValue && !failure.getPath().isEmpty()) ? failure.getPath().get(0).getPropertyName() : null;
		if (field != null) {
			return wrongType(field);
		}
		String message = failure.getOriginalMessage();
		String reason = REASONS.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().matcher(message).matches())
			.findFirst()
			.map((entry) -> entry.getKey().matcher(message).replaceFirst(entry.getValue()))
			.orElse("the syntax is wrong");
		TokenStreamLocation place = failure.getLocation();
		return ProblemException.malformedRequest(
				(place != null) ? "The JSON cannot be read at line %d, column %d: %s.".formatted(place.getLineNr(),
						place.getColumnNr(), reason) : "The JSON cannot be read: %s.".formatted(reason));
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

	/** Keeps only the status and the headers of the framework's other refusals. */
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
