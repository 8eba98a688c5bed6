package dev.aichat.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Explains why Spring and Tomcat reject a request. */
final class RejectedRequests {

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

	private RejectedRequests() {
	}

	/** Returns the problem of a rejected request; null for any other failure. */
	static @Nullable ProblemException problem(Throwable failure) {
		Map<String, List<String>> errors = new LinkedHashMap<>();
		if (failure instanceof MethodArgumentNotValidException invalid) {
			invalid.getFieldErrors().forEach((error) -> add(errors, error.getField(), error));
			return ProblemException.invalidFields(errors);
		}
		if (failure instanceof HandlerMethodValidationException invalid) {
			invalid.getParameterValidationResults()
				.forEach((result) -> result.getResolvableErrors()
					.forEach((error) -> add(errors, result.getMethodParameter().getParameterName(), error)));
			return ProblemException.invalidFields(errors);
		}
		if (failure instanceof HttpMessageNotReadableException) {
			return unreadable(failure.getCause());
		}
		// A path variable that is blank or of the wrong type names nothing
		if (failure instanceof MissingPathVariableException) {
			return ProblemException.notFound();
		}
		if (failure instanceof MethodArgumentTypeMismatchException mismatch) {
			return mismatch.getParameter().hasParameterAnnotation(PathVariable.class) ? ProblemException.notFound()
					: wrongType(mismatch.getName());
		}
		// Tomcat throws the latter if a query is undecodable or has too many parameters
		if (failure instanceof TypeMismatchException || failure instanceof InvalidParameterException) {
			return ProblemException.malformedRequest();
		}
		// Spring checks the Content-Type by an assertion
		if (failure instanceof IllegalArgumentException
				&& String.valueOf(failure.getMessage()).startsWith("Content-Type cannot contain wildcard")) {
			return ProblemException.standard(415);
		}
		if (failure instanceof ErrorResponse rejection && rejection.getStatusCode().is4xxClientError()) {
			ProblemException problem = ProblemException.standard(rejection.getStatusCode().value());
			problem.getHeaders().addAll(rejection.getHeaders());
			return problem;
		}
		return null;
	}

	private static void explain(String message, String reason) {
		REASONS.put(Pattern.compile(message, Pattern.DOTALL), reason);
	}

	/** A value of the wrong type in readable JSON is an invalid field. */
	private static ProblemException unreadable(@Nullable Throwable cause) {
		if (!(cause instanceof JacksonException failure) || failure.getOriginalMessage().startsWith("No content")) {
			return ProblemException.malformedRequest("The body is empty or null: send a JSON object.");
		}
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

	private static ProblemException wrongType(String field) {
		return ProblemException.invalidField(field, "This value has the wrong type.");
	}

	/** Adds a broken rule under the name by which the client knows the field. */
	private static void add(Map<String, List<String>> errors, @Nullable String javaName,
			MessageSourceResolvable error) {
		String field = String.valueOf(javaName).replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
		errors.computeIfAbsent(field, (name) -> new ArrayList<>()).add(String.valueOf(error.getDefaultMessage()));
	}

}
