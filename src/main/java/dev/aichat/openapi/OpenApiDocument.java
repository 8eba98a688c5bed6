package dev.aichat.openapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.swagger.v3.core.util.Json31;
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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;

import dev.aichat.web.IdempotencyKey;

/**
 * Completes the OpenAPI document: joins {@code openapi.yaml} with what follows from the
 * names, the Javadoc and the {@link Failures} of the operations' methods.
 */
@Component
@ConditionalOnBooleanProperty(name = "springdoc.api-docs.enabled", matchIfMissing = true)
@Import(RecordModelResolver.class)
class OpenApiDocument implements OperationCustomizer, OpenApiCustomizer {

	private static final Map<String, String> LIST_PARAMETERS = Map.of("limit", "The most items on the page.", "before",
			"Only items older than this: the next of the page before.");

	private static final Map<String, List<String>> FAILURE_HEADERS = Map.of("403", List.of("WWW-Authenticate"), "409",
			List.of("Retry-After"), "429", List.of("Retry-After", "RateLimit-Policy", "RateLimit"), "503",
			List.of("Retry-After"));

	/** Fills in configured values, such as {@code #{pricing.price()}}. */
	private final EmbeddedValueResolver values;

	/** The parts that do not follow from operations. */
	private final OpenAPI fixed;

	OpenApiDocument(@Value("classpath:openapi.yaml") Resource yaml, ConfigurableBeanFactory beans) throws IOException {
		this.values = new EmbeddedValueResolver(beans);
		String text = this.values.resolveStringValue(yaml.getContentAsString(StandardCharsets.UTF_8));
		LoaderOptions options = new LoaderOptions();
		// The default of 50 is for files that are not trusted
		options.setMaxAliasesForCollections(Integer.MAX_VALUE);
		this.fixed = Json31.mapper().convertValue(new Yaml(options).load(text), OpenAPI.class);
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod handler) {
		ApiResponse success = operation.getResponses().values().iterator().next();
		Set<String> failures = failures(operation, handler);
		if (failures.contains("idempotency_key_reused")) {
			operation.addParametersItem(new Parameter().$ref(IdempotencyKey.HEADER));
			addHeaders(success, List.of(IdempotencyKey.REPLAYED_HEADER));
		}
		if (failures.contains("rate_limited")) {
			addHeaders(success, List.of("RateLimit-Policy", "RateLimit"));
		}
		success.getContent().replace("text/event-stream", new MediaType().schema(new Schema<>().$ref("ChatEvent")));
		String text = RecordModelResolver.sentence(this.values.resolveStringValue(operation.getDescription()));
		String withoutCharge = handler.hasMethodAnnotation(GetMapping.class) ? " It costs nothing, and changes nothing."
				: " It costs nothing, and is carried out even if the client disconnects.";
		operation.summary(text.replaceFirst("\\. .*", "."))
			.description(failures.contains("insufficient_tokens") ? text : text + withoutCharge);
		this.fixed.getComponents().getExamples().forEach((name, example) -> {
			if (failures.remove(name)) {
				addFailure(operation, name, (Map<?, ?>) example.getValue());
			}
		});
		Assert.state(failures.isEmpty(), () -> "Missing in openapi.yaml: " + failures);
		return operation;
	}

	private static Set<String> failures(Operation operation, HandlerMethod handler) {
		Set<String> failures = new HashSet<>(Set.of("not_acceptable", "internal_error", "service_unavailable"));
		Stream.of(handler.getBeanType(), handler.getMethod())
			.filter((element) -> element.isAnnotationPresent(Failures.class))
			.forEach((element) -> Collections.addAll(failures, element.getAnnotation(Failures.class).value()));
		if (operation.getSecurity() == null) {
			Collections.addAll(failures, "authentication_required", "invalid_token", "token_expired");
		}
		if (operation.getRequestBody() != null) {
			Collections.addAll(failures, "validation_failed", "malformed_request", "request_timeout",
					"payload_too_large", "unsupported_media_type");
		}
		Stream.ofNullable(operation.getParameters()).flatMap(List::stream).forEach((parameter) -> {
			parameter.setDescription(RecordModelResolver
				.sentence(LIST_PARAMETERS.getOrDefault(parameter.getName(), parameter.getDescription())));
			failures.add(parameter.getIn().equals("path") ? "not_found" : "validation_failed");
		});
		if (List.of(handler.getMethod().getParameterTypes()).contains(IdempotencyKey.class)) {
			Collections.addAll(failures, "invalid_idempotency_key", "idempotency_key_reused");
		}
		return failures;
	}

	private static void addFailure(Operation operation, String name, Map<?, ?> problem) {
		String status = problem.get("status").toString();
		String title = problem.get("title").toString();
		ApiResponse response = operation.getResponses().computeIfAbsent(status, (absent) -> {
			MediaType content = new MediaType().schema(new Schema<>().$ref(title.replace(" ", "") + "Problem"));
			return new ApiResponse().content(new Content().addMediaType("application/problem+json", content));
		});
		MediaType content = response.getContent().get("application/problem+json");
		content.addExamples(problem.get("code").toString(), new Example().$ref(name));
		response.setDescription(title + ": " + String.join(", ", content.getExamples().keySet()));
		addHeaders(response, FAILURE_HEADERS.getOrDefault(status, List.of()));
	}

	private static void addHeaders(ApiResponse response, List<String> names) {
		names.forEach((name) -> response.addHeaderObject(name, new Header().$ref(name)));
	}

	/**
	 * Adds the fixed parts, and sorts the paths. The second path of an operation, which
	 * is for older clients, gets an id of its own.
	 */
	@Override
	public void customise(OpenAPI document) {
		Set<String> ids = new HashSet<>();
		Paths paths = new Paths();
		paths.putAll(new TreeMap<>(document.getPaths()));
		paths.forEach((path, item) -> item.readOperations().forEach((operation) -> {
			if (!ids.add(operation.getOperationId())) {
				String alias = StringUtils.capitalize(StringUtils.getFilename(path));
				operation.deprecated(true).operationId(operation.getOperationId() + "At" + alias);
			}
		}));
		document.getComponents().getSchemas().forEach(this.fixed.getComponents()::addSchemas);
		BeanUtils.copyProperties(this.fixed, document.paths(paths), "extensions", "openapi", "paths", "specVersion");
	}

}
