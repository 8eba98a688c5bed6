package dev.aichat.openapi;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;

import org.springframework.http.HttpStatus;
import org.springframework.util.Assert;

/** Documents failures by the examples of {@code openapi.yaml}. */
class ProblemDocumentation {

	private final Map<String, Map<?, ?>> problems = new LinkedHashMap<>();

	/**
	 * Completes the examples, and adds a schema for each status, which is a part of the
	 * one for all problems.
	 */
	ProblemDocumentation(OpenAPI document) {
		Components components = document.getComponents();
		components.getExamples().forEach((name, example) -> {
			Map<?, ?> failure = (Map<?, ?>) example.getValue();
			Map<Object, Object> problem = new LinkedHashMap<>(Map.of("type", "about:blank"));
			problem.put("title", title(failure));
			problem.putAll(failure);
			problem.putIfAbsent("code", name);
			problem.put("error", failure.get("detail"));
			example.setValue(problem);
			this.problems.put(name, problem);
		});
		Schema<?> all = components.getSchemas().get("Problem");
		this.problems.values()
			.stream()
			.collect(Collectors.groupingBy(ProblemDocumentation::status, TreeMap::new, Collectors.toList()))
			.values()
			.forEach((some) -> {
				String title = title(some.get(0));
				components.addSchemas(schemaName(title), part(title + ".", all, some));
			});
		components.addSchemas("Problem", part(all.getDescription(), all, this.problems.values()));
	}

	private static Schema<?> part(String description, Schema<?> all, Collection<Map<?, ?>> problems) {
		Schema<Object> code = new Schema<>();
		code.typesItem("string").description(all.getProperties().get("code").getDescription());
		code.setEnum(problems.stream().<Object>map((problem) -> problem.get("code")).distinct().toList());
		Schema<?> part = new Schema<>().typesItem("object").description(description);
		all.getProperties().forEach((name, property) -> {
			long having = problems.stream().filter((problem) -> problem.containsKey(name)).count();
			if (having > 0 || name.equals("instance")) {
				part.addProperty(name, name.equals("code") ? code : property);
			}
			if (having == problems.size()) {
				part.addRequiredItem(name);
			}
		});
		return part;
	}

	/** Adds the responses of an operation that fails in these ways, by name. */
	void add(ApiResponses responses, Set<String> names) {
		Assert.state(this.problems.keySet().containsAll(names), () -> "Not all are in openapi.yaml: " + names);
		this.problems.forEach((name, problem) -> {
			if (names.contains(name)) {
				String code = String.valueOf(problem.get("code"));
				ApiResponse response = responses.computeIfAbsent(String.valueOf(status(problem)),
						(absent) -> response(title(problem)));
				MediaType content = response.getContent().values().iterator().next();
				response
					.setDescription(response.getDescription() + ((content.getExamples() == null) ? ": " : ", ") + code);
				content.addExamples(code, new Example().$ref(name));
				OpenApiConfiguration.addHeaders(response, headers(status(problem)));
			}
		});
	}

	private static ApiResponse response(String title) {
		MediaType problem = new MediaType().schema(new Schema<>().$ref(schemaName(title)));
		return new ApiResponse().description(title)
			.content(new Content().addMediaType("application/problem+json", problem));
	}

	private static String[] headers(int status) {
		return switch (status) {
			case 403 -> new String[] { "WWW-Authenticate" };
			case 409, 503 -> new String[] { "Retry-After" };
			case 429 -> new String[] { "Retry-After", "RateLimit-Policy", "RateLimit" };
			default -> new String[0];
		};
	}

	private static int status(Map<?, ?> problem) {
		return (Integer) problem.get("status");
	}

	private static String title(Map<?, ?> problem) {
		return HttpStatus.valueOf(status(problem)).getReasonPhrase();
	}

	private static String schemaName(String title) {
		return title.replace(" ", "") + "Problem";
	}

}
