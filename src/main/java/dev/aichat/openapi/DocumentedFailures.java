package dev.aichat.openapi;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OperationCustomizer;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;

import dev.aichat.web.ProblemException;

/**
 * Documents how an operation can fail: as every one can, as its input can be wrong, and
 * as its {@link Fails} tell.
 */
class DocumentedFailures implements OperationCustomizer {

	private static final Set<Integer> RETRIED = Set.of(409, 429, 503);

	private final Glossary glossary;

	DocumentedFailures(Glossary glossary) {
		this.glossary = glossary;
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod method) {
		codesByStatus(operation, method).forEach((status, codes) -> operation.getResponses()
			.addApiResponse(String.valueOf(status), failure(operation.getOperationId(), status, codes)));
		return operation;
	}

	private static Map<Integer, Set<String>> codesByStatus(Operation operation, HandlerMethod method) {
		Map<Integer, Set<String>> codes = new TreeMap<>();
		boolean hasBody = operation.getRequestBody() != null;
		if (hasBody) {
			add(codes, 400, "validation_failed", "malformed_request");
			add(codes, 408, "request_timeout");
			add(codes, 413, "payload_too_large");
			add(codes, 415, "unsupported_media_type");
		}
		else if (hasQuery(operation)) {
			add(codes, 400, "validation_failed");
		}
		boolean isProtected = operation.getSecurity() == null;
		if (isProtected) {
			add(codes, 403, "authentication_required", "invalid_token");
		}
		add(codes, 406, "not_acceptable");
		add(codes, 500, "internal_error");
		add(codes, 503, "service_unavailable");
		Stream.<AnnotatedElement>of(method.getBeanType(), method.getMethod())
			.flatMap((element) -> Arrays.stream(element.getAnnotationsByType(Fails.class)))
			.forEach((fails) -> add(codes, fails.status(), fails.codes()));
		return codes;
	}

	private static boolean hasQuery(Operation operation) {
		return operation.getParameters() != null
				&& operation.getParameters().stream().anyMatch((parameter) -> parameter.getIn().equals("query"));
	}

	private static void add(Map<Integer, Set<String>> codes, int status, String... more) {
		codes.computeIfAbsent(status, (any) -> new LinkedHashSet<>()).addAll(List.of(more));
	}

	private ApiResponse failure(String operationId, int status, Set<String> codes) {
		HttpStatus named = HttpStatus.valueOf(status);
		MediaType problem = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + ProblemSchema.NAME));
		codes.forEach((code) -> problem.addExamples(code, new Example().value(example(operationId, named, code))));
		ApiResponse response = new ApiResponse()
			.description("%s: %s".formatted(named.getReasonPhrase(), String.join(", ", codes)))
			.content(new Content().addMediaType("application/problem+json", problem));
		if (RETRIED.contains(status)) {
			response.addHeaderObject(HttpHeaders.RETRY_AFTER, header("The seconds to wait before trying again."));
		}
		if (codes.contains("authentication_required")) {
			response.addHeaderObject(HttpHeaders.WWW_AUTHENTICATE,
					header("Asks for a token, or says that the one that was sent is not valid (RFC 6750)."));
		}
		return response;
	}

	private Map<String, Object> example(String operationId, HttpStatus status, String code) {
		String sentence = this.glossary.problem(operationId, status.value(), code);
		return ProblemSchema.example(status, code,
				(sentence != null) ? sentence : ProblemException.standard(status.value()).detail());
	}

	private static Header header(String description) {
		return new Header().description(description).schema(new StringSchema());
	}

}
