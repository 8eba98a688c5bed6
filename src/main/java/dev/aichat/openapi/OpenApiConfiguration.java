package dev.aichat.openapi;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;

import dev.aichat.web.IdempotencyKey;
import dev.aichat.web.ResponsePolicy;

/**
 * Configures the OpenAPI document: joins {@code openapi.yaml} with what follows from
 * operations, their Javadoc and their {@link Failures}.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	/** Swagger UI styles its elements inline. */
	private static final String OWN_SCRIPTS = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final Map<String, String> LIST_PARAMETERS = Map.of("limit", "The most items on the page.", "before",
			"Only items older than this: the next of the page before.");

	private static final Map<String, String> HEADERS = Map.of("403", "WWW-Authenticate", "409", "Retry-After", "429",
			"Retry-After,RateLimit-Policy,RateLimit", "503", "Retry-After");

	@Bean
	ResponsePolicy docsPolicy() {
		return new ResponsePolicy(Set.of(HomeController.DOCS), OWN_SCRIPTS, true);
	}

	@Bean
	ResponsePolicy schemaPolicy(@Value("${springdoc.api-docs.path}") String path) {
		return new ResponsePolicy(Set.of(path, path + ".yaml"), ResponsePolicy.NOTHING, true);
	}

	@Bean
	OpenAPI document(@Value("classpath:openapi.yaml") Resource document) throws IOException {
		return Yaml31.mapper().readValue(document.getContentAsByteArray(), OpenAPI.class);
	}

	/** Sorts the paths, and gives the second path of an operation an id of its own. */
	@Bean
	OpenApiCustomizer sortedPaths() {
		return (document) -> {
			Paths paths = new Paths();
			paths.putAll(new TreeMap<>(document.getPaths()));
			document.setPaths(paths);
			Set<String> ids = new HashSet<>();
			paths.forEach((path, item) -> item.readOperations().forEach((operation) -> {
				String id = operation.getOperationId().replaceFirst("_\\d+$", "");
				String alias = id + "At" + StringUtils.capitalize(path.substring(path.lastIndexOf('/') + 1));
				operation.setOperationId(ids.add(id) ? id : alias);
			}));
		};
	}

	@Bean
	OperationCustomizer operationDetails(OpenAPI document) {
		SpringDocUtils.getConfig().addRequestWrapperToIgnore(IdempotencyKey.class);
		return (operation, handler) -> {
			ApiResponse success = operation.getResponses().values().iterator().next();
			Set<String> failures = failures(operation, handler);
			if (failures.contains("idempotency_key_reused")) {
				operation.addParametersItem(new Parameter().$ref(IdempotencyKey.HEADER));
				addHeaders(success, IdempotencyKey.REPLAYED_HEADER);
			}
			if (failures.contains("rate_limited")) {
				addHeaders(success, "RateLimit-Policy,RateLimit");
			}
			document.getComponents().getExamples().forEach((name, example) -> {
				if (failures.contains(name)) {
					addFailure(operation, name, (Map<?, ?>) example.getValue());
				}
			});
			return operation;
		};
	}

	private static Set<String> failures(Operation operation, HandlerMethod handler) {
		Set<String> failures = new HashSet<>(Set.of("not_acceptable", "internal_error", "service_unavailable"));
		Stream.of(handler.getBeanType(), handler.getMethod())
			.filter((element) -> element.isAnnotationPresent(Failures.class))
			.forEach((element) -> Collections.addAll(failures, element.getAnnotation(Failures.class).value()));
		if (operation.getSecurity() == null) {
			Collections.addAll(failures, "authentication_required", "invalid_token");
		}
		if (operation.getRequestBody() != null) {
			Collections.addAll(failures, "validation_failed", "malformed_request", "request_timeout",
					"payload_too_large", "unsupported_media_type");
		}
		for (Parameter parameter : Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of())) {
			parameter.setDescription(RecordModelResolver
				.sentence(LIST_PARAMETERS.getOrDefault(parameter.getName(), parameter.getDescription())));
			failures.add(parameter.getIn().equals("path") ? "not_found" : "validation_failed");
		}
		if (Arrays.asList(handler.getMethod().getParameterTypes()).contains(IdempotencyKey.class)) {
			Collections.addAll(failures, "invalid_idempotency_key", "idempotency_key_reused");
		}
		return failures;
	}

	private static void addFailure(Operation operation, String name, Map<?, ?> problem) {
		String status = String.valueOf(problem.get("status"));
		ApiResponse response = operation.getResponses()
			.computeIfAbsent(status,
					(absent) -> new ApiResponse().description(problem.get("title") + ":")
						.content(new Content().addMediaType("application/problem+json",
								new MediaType().schema(new Schema<>().$ref("Problem")))));
		String code = String.valueOf(problem.get("code"));
		response.setDescription(response.getDescription() + " " + code);
		response.getContent().values().iterator().next().addExamples(code, new Example().$ref(name));
		addHeaders(response, HEADERS.getOrDefault(status, ""));
	}

	private static void addHeaders(ApiResponse response, String names) {
		StringUtils.commaDelimitedListToSet(names)
			.forEach((name) -> response.addHeaderObject(name, new Header().$ref(name)));
	}

}
