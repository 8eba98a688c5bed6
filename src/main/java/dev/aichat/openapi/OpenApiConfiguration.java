package dev.aichat.openapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;

import dev.aichat.web.IdempotencyKey;

/**
 * Configures the OpenAPI document: joins {@code openapi.yaml} with what follows from
 * operations, their Javadoc and their {@link Failures}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "springdoc.api-docs.enabled", matchIfMissing = true)
@Import({ ProblemDocumentation.class, RecordModelResolver.class })
class OpenApiConfiguration {

	private static final Map<String, String> LIST_PARAMETERS = Map.of("limit", "The most items on the page.", "before",
			"Only items older than this: the next of the page before.");

	/** Fills in configured values, such as {@code #{pricing.price()}}. */
	@Bean
	EmbeddedValueResolver configuredValues(ConfigurableBeanFactory beans) {
		return new EmbeddedValueResolver(beans);
	}

	@Bean
	OpenAPI document(@Value("classpath:openapi.yaml") Resource yaml, EmbeddedValueResolver values) throws IOException {
		return Yaml31.mapper()
			.readValue(values.resolveStringValue(yaml.getContentAsString(StandardCharsets.UTF_8)), OpenAPI.class);
	}

	/**
	 * Sorts the paths. The second path of an operation, which is for older clients, gets
	 * an id of its own.
	 */
	@Bean
	OpenApiCustomizer sortedPaths() {
		return (document) -> {
			Paths paths = new Paths();
			paths.putAll(new TreeMap<>(document.getPaths()));
			document.setPaths(paths);
			Set<String> ids = new HashSet<>();
			paths.forEach((path, item) -> item.readOperations().forEach((operation) -> {
				String id = operation.getOperationId().replaceFirst("_\\d+$", "");
				operation.setOperationId(id);
				if (!ids.add(id)) {
					operation.deprecated(true)
						.operationId(id + "At" + StringUtils.capitalize(StringUtils.getFilename(path)));
				}
			}));
		};
	}

	/**
	 * Describes {@code errors} as sentences by field, which springdoc cannot copy from
	 * {@code openapi.yaml}.
	 */
	@Bean
	OpenApiCustomizer sentencesByField() {
		Schema<?> sentences = new Schema<>().typesItem("array");
		sentences.setItems(new Schema<>().typesItem("string"));
		return (document) -> document.getComponents()
			.getSchemas()
			.values()
			.stream()
			.filter((schema) -> schema.getProperties() != null && schema.getProperties().containsKey("errors"))
			.forEach((schema) -> ((Schema<?>) schema.getProperties().get("errors")).setAdditionalProperties(sentences));
	}

	@Bean
	OperationCustomizer operationDetails(EmbeddedValueResolver values, ProblemDocumentation problems) {
		SpringDocUtils.getConfig().addRequestWrapperToIgnore(IdempotencyKey.class);
		return (operation, handler) -> {
			ApiResponse success = operation.getResponses().values().iterator().next();
			Set<String> failures = failures(operation, handler);
			if (failures.contains("idempotency_key_reused")) {
				operation.addParametersItem(new Parameter().$ref(IdempotencyKey.HEADER));
				addHeaders(success, IdempotencyKey.REPLAYED_HEADER);
			}
			if (failures.contains("rate_limited")) {
				addHeaders(success, "RateLimit-Policy", "RateLimit");
			}
			success.getContent()
				.computeIfPresent("text/event-stream",
						(type, reply) -> new MediaType().schema(new Schema<>().$ref("ChatEvent")));
			String text = RecordModelResolver.sentence(values.resolveStringValue(operation.getDescription()));
			operation.summary(text.replaceFirst("\\. .*", "."))
				.description(failures.contains("insufficient_tokens") ? text : text + withoutCharge(handler));
			problems.add(operation.getResponses(), failures);
			return operation;
		};
	}

	/** Returns what every operation but sending a message has to say of its cost. */
	private static String withoutCharge(HandlerMethod handler) {
		return handler.hasMethodAnnotation(GetMapping.class) ? " It costs nothing, and changes nothing."
				: " It costs nothing, and is carried out even if the client disconnects.";
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
		for (Parameter parameter : Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of())) {
			parameter.setDescription(RecordModelResolver
				.sentence(LIST_PARAMETERS.getOrDefault(parameter.getName(), parameter.getDescription())));
			failures.add(parameter.getIn().equals("path") ? "not_found" : "validation_failed");
		}
		if (List.of(handler.getMethod().getParameterTypes()).contains(IdempotencyKey.class)) {
			Collections.addAll(failures, "invalid_idempotency_key", "idempotency_key_reused");
		}
		return failures;
	}

	static void addHeaders(ApiResponse response, String... names) {
		for (String name : names) {
			response.addHeaderObject(name, new Header().$ref(name));
		}
	}

}
