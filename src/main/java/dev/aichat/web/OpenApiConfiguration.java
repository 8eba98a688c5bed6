package dev.aichat.web;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;

/** The OpenAPI document: what every operation has in common. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	private static final String BEARER = "bearer";

	@Bean
	OpenAPI openApi() {
		return new OpenAPI()
			.info(new Info().title("AI Chat")
				.version("1")
				.description("Register, log in, chat with an AI and pay for it in tokens: "
						+ "everyone starts with 4,000, a message costs 100."))
			.addServersItem(new Server().url("/").description("this service"))
			.addSecurityItem(new SecurityRequirement().addList(BEARER))
			.components(new Components()
				.addSecuritySchemes(BEARER,
						new SecurityScheme().type(SecurityScheme.Type.HTTP)
							.scheme("bearer")
							.bearerFormat("JWT")
							.description("The token from log-in."))
				.addSchemas("Problem", ProblemSchema.create()));
	}

	/** Documents fields under the names that clients see. */
	@Bean
	ModelResolver snakeCaseModels(ObjectMapperProvider mappers) {
		return new ModelResolver(
				mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
	}

	@Bean
	OperationCustomizer failures() {
		return (operation, method) -> {
			codesByStatus(operation, method).forEach((status, codes) -> operation.getResponses()
				.addApiResponse(String.valueOf(status), failure(status, codes)));
			return operation;
		};
	}

	private static Map<Integer, Set<String>> codesByStatus(Operation operation, HandlerMethod method) {
		Map<Integer, Set<String>> codes = new TreeMap<>();
		for (Fails fails : method.getMethod().getAnnotationsByType(Fails.class)) {
			codes.computeIfAbsent(fails.status(), (status) -> new LinkedHashSet<>())
				.addAll(Arrays.asList(fails.codes()));
		}
		boolean takesInput = operation.getRequestBody() != null || operation.getParameters() != null;
		if (takesInput) {
			add(codes, 400, "validation_failed", "malformed_request");
		}
		if (operation.getRequestBody() != null) {
			add(codes, 408, "request_timeout");
			add(codes, 413, "payload_too_large");
			add(codes, 415, "unsupported_media_type");
		}
		boolean isProtected = operation.getSecurity() == null;
		if (isProtected) {
			add(codes, 403, "authentication_required", "invalid_token");
		}
		add(codes, 406, "not_acceptable");
		add(codes, 500, "internal_error");
		add(codes, 503, "service_unavailable");
		return codes;
	}

	private static void add(Map<Integer, Set<String>> codes, int status, String... more) {
		codes.computeIfAbsent(status, (any) -> new LinkedHashSet<>()).addAll(List.of(more));
	}

	private static ApiResponse failure(int status, Set<String> codes) {
		HttpStatus named = HttpStatus.valueOf(status);
		MediaType problem = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))
			.example(ProblemSchema.example(named, codes.iterator().next()));
		return new ApiResponse().description("%s: %s".formatted(named.getReasonPhrase(), String.join(", ", codes)))
			.content(new Content().addMediaType("application/problem+json", problem));
	}

}
