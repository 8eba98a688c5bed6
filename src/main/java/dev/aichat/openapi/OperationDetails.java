package dev.aichat.openapi;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

import dev.aichat.web.IdempotencyKey;

/**
 * Documents what follows from an operation's signature and its {@link Failures}: the
 * responses, the headers of limits and idempotency keys, and the parameters of lists.
 */
@Component
class OperationDetails implements OperationCustomizer {

	private static final Map<String, String> LIST_PARAMETERS = Map.of("limit", "The most items on the page.", "before",
			"Only items older than this: the next of the page before.");

	OperationDetails() {
		SpringDocUtils.getConfig().addRequestWrapperToIgnore(IdempotencyKey.class);
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod handler) {
		ApiResponse success = operation.getResponses().values().iterator().next();
		List<Parameter> parameters = Objects.requireNonNullElse(operation.getParameters(), List.of());
		parameters.forEach((parameter) -> parameter.setDescription(RecordModelResolver
			.sentence(LIST_PARAMETERS.getOrDefault(parameter.getName(), parameter.getDescription()))));
		Set<Failure> failures = failures(operation, handler, parameters);
		if (takesIdempotencyKey(handler)) {
			operation.addParametersItem(new HeaderParameter().name(IdempotencyKey.HEADER)
				.description("Your name for this request: sent again with the same key, it is not carried out again.")
				.required(false)
				.schema(new StringSchema().minLength(1).maxLength(IdempotencyKey.MAX_LENGTH)));
			success.addHeaderObject(IdempotencyKey.REPLAYED_HEADER,
					header("Is true when this is the stored response to an earlier request with the same key."));
		}
		failures.stream()
			.collect(Collectors.groupingBy(Failure::status, TreeMap::new, Collectors.toList()))
			.forEach((status, some) -> operation.getResponses()
				.addApiResponse(String.valueOf(status.value()), response(status, some)));
		if (failures.contains(Failure.RATE_LIMITED)) {
			addLimits(success);
			addLimits(operation.getResponses().get("429"));
		}
		return operation;
	}

	private static Set<Failure> failures(Operation operation, HandlerMethod handler, List<Parameter> parameters) {
		Set<Failure> failures = EnumSet.of(Failure.NOT_ACCEPTABLE, Failure.INTERNAL_ERROR, Failure.SERVICE_UNAVAILABLE);
		if (operation.getRequestBody() != null) {
			Collections.addAll(failures, Failure.VALIDATION_FAILED, Failure.MALFORMED_REQUEST, Failure.REQUEST_TIMEOUT,
					Failure.PAYLOAD_TOO_LARGE, Failure.UNSUPPORTED_MEDIA_TYPE);
		}
		parameters.forEach((parameter) -> failures
			.add(parameter.getIn().equals("path") ? Failure.NOT_FOUND : Failure.VALIDATION_FAILED));
		if (takesIdempotencyKey(handler)) {
			Collections.addAll(failures, Failure.INVALID_IDEMPOTENCY_KEY, Failure.IDEMPOTENCY_KEY_REUSED);
		}
		boolean isProtected = operation.getSecurity() == null;
		if (isProtected) {
			Collections.addAll(failures, Failure.AUTHENTICATION_REQUIRED, Failure.INVALID_TOKEN);
		}
		Stream.<AnnotatedElement>of(handler.getBeanType(), handler.getMethod())
			.map((element) -> element.getAnnotation(Failures.class))
			.filter(Objects::nonNull)
			.forEach((documented) -> Collections.addAll(failures, documented.value()));
		return failures;
	}

	private static boolean takesIdempotencyKey(HandlerMethod handler) {
		return Arrays.asList(handler.getMethod().getParameterTypes()).contains(IdempotencyKey.class);
	}

	private static ApiResponse response(HttpStatus status, List<Failure> failures) {
		MediaType problem = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
		failures.forEach((failure) -> problem.addExamples(failure.code(), new Example().value(failure.problem())));
		ApiResponse response = new ApiResponse()
			.description(status.getReasonPhrase() + ": "
					+ failures.stream().map(Failure::code).collect(Collectors.joining(", ")))
			.content(new Content().addMediaType("application/problem+json", problem));
		if (Set.of(409, 429, 503).contains(status.value())) {
			response.addHeaderObject(HttpHeaders.RETRY_AFTER, header("The seconds to wait before trying again."));
		}
		if (failures.contains(Failure.AUTHENTICATION_REQUIRED)) {
			response.addHeaderObject(HttpHeaders.WWW_AUTHENTICATE,
					header("Asks for an access token, or says that the one sent is not valid (RFC 6750)."));
		}
		return response;
	}

	private static void addLimits(ApiResponse response) {
		response.addHeaderObject("RateLimit-Policy",
				header("What is allowed: q requests (or failures) in w seconds, for each limit by its name.")
					.example("\"chat\";q=120;w=60"));
		response.addHeaderObject("RateLimit",
				header("What is left of it: r may be used now, and as much again every t seconds "
						+ "(draft-ietf-httpapi-ratelimit-headers).")
					.example("\"chat\";r=30;t=15"));
	}

	private static Header header(String description) {
		return new Header().description(description).schema(new StringSchema());
	}

}
