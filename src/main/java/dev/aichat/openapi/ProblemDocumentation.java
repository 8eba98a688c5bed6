package dev.aichat.openapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.type.TypeReference;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/** Documents each failure of {@code failures.yaml}, with a schema for each status. */
@Component
class ProblemDocumentation implements OpenApiCustomizer {

	private static final Map<String, List<String>> HEADERS = Map.of("403", List.of("WWW-Authenticate"), "409",
			List.of("Retry-After"), "429", List.of("Retry-After", "RateLimit-Policy", "RateLimit"), "503",
			List.of("Retry-After"));

	private final Map<String, Map<String, Object>> problems;

	ProblemDocumentation(@Value("classpath:failures.yaml") Resource yaml, EmbeddedValueResolver values)
			throws IOException {
		this.problems = Yaml31.mapper()
			.readValue(values.resolveStringValue(yaml.getContentAsString(StandardCharsets.UTF_8)),
					new TypeReference<>() {
					});
		this.problems.replaceAll((name, failure) -> {
			Map<String, Object> problem = new LinkedHashMap<>(Map.of("type", "about:blank"));
			problem.put("title", title(failure));
			problem.putAll(failure);
			problem.putIfAbsent("code", name);
			problem.put("error", failure.get("detail"));
			return problem;
		});
	}

	/** Adds the examples and the schemas, which are parts of the one of all problems. */
	@Override
	public void customise(OpenAPI document) {
		Components components = document.getComponents();
		Schema<?> all = components.getSchemas().get("Problem");
		Schema<?> sentences = schema("array");
		sentences.setItems(schema("string"));
		all.getProperties().get("errors").setAdditionalProperties(sentences);
		this.problems.forEach((name, problem) -> components.addExamples(name, new Example().value(problem)));
		this.problems.values()
			.stream()
			.collect(Collectors.groupingBy(ProblemDocumentation::title))
			.forEach((title, some) -> components.addSchemas(schemaName(title), part(title + ".", all, some)));
		components.addSchemas("Problem", part(all.getDescription(), all, this.problems.values()));
	}

	private static Schema<?> part(String description, Schema<?> all, Collection<Map<String, Object>> problems) {
		Schema<?> part = schema("object");
		part.setDescription(description);
		all.getProperties().forEach((name, property) -> {
			List<Object> values = problems.stream()
				.map((problem) -> problem.get(name))
				.filter(Objects::nonNull)
				.toList();
			if (!values.isEmpty() || name.equals("instance")) {
				part.addProperty(name, property);
			}
			if (values.size() == problems.size()) {
				part.addRequiredItem(name);
			}
			if (name.equals("code")) {
				Schema<Object> code = schema("string");
				code.setDescription(property.getDescription());
				code.setEnum(values.stream().distinct().toList());
				part.addProperty(name, code);
			}
		});
		return part;
	}

	private static <T> Schema<T> schema(String type) {
		Schema<T> schema = new Schema<>();
		schema.addType(type);
		return schema;
	}

	/** Documents failures by their names. */
	void add(ApiResponses responses, Set<String> names) {
		Assert.state(this.problems.keySet().containsAll(names), () -> "Not all are in failures.yaml: " + names);
		this.problems.forEach((name, problem) -> {
			if (names.contains(name)) {
				String status = String.valueOf(problem.get("status"));
				String code = String.valueOf(problem.get("code"));
				ApiResponse response = responses.computeIfAbsent(status, (absent) -> response(title(problem)));
				MediaType content = response.getContent().values().iterator().next();
				response
					.setDescription(response.getDescription() + ((content.getExamples() == null) ? ": " : ", ") + code);
				content.addExamples(code, new Example().$ref(name));
				HEADERS.getOrDefault(status, List.of())
					.forEach((header) -> OpenApiConfiguration.addHeader(response, header));
			}
		});
	}

	private static ApiResponse response(String title) {
		MediaType problem = new MediaType().schema(new Schema<>().$ref(schemaName(title)));
		return new ApiResponse().description(title)
			.content(new Content().addMediaType("application/problem+json", problem));
	}

	private static String title(Map<String, Object> problem) {
		return HttpStatus.valueOf((Integer) problem.get("status")).getReasonPhrase();
	}

	private static String schemaName(String title) {
		return title.replace(" ", "") + "Problem";
	}

}
