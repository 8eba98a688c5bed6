package dev.aichat.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MapSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;

import org.springframework.http.HttpStatus;

/** How a problem looks in the OpenAPI document. */
final class ProblemSchema {

	static final String NAME = "Problem";

	private ProblemSchema() {
	}

	static Schema<?> create() {
		Schema<?> schema = new ObjectSchema()
			.description("What went wrong (RFC 9457). Some problems have more members.");
		schema.setRequired(List.of("type", "title", "status", "detail", "code", "error"));
		return schema
			.addProperty("type",
					new StringSchema().format("uri-reference").description("Always about:blank: the code tells more."))
			.addProperty("title", new StringSchema().description("The status in words."))
			.addProperty("status", new IntegerSchema().description("The status of the answer."))
			.addProperty("detail", new StringSchema().description("What went wrong, in a sentence for people."))
			.addProperty("instance", new StringSchema().format("uri-reference").description("The path of the request."))
			.addProperty("code", new StringSchema().description("What went wrong, for machines; it never changes."))
			.addProperty("error", new StringSchema().description("The detail again, for older clients."))
			.addProperty("errors", new MapSchema().additionalProperties(new ArraySchema().items(new StringSchema()))
				.description("With validation_failed: sentences by field."));
	}

	static Map<String, Object> example(HttpStatus status, String code, String sentence) {
		Map<String, Object> example = new LinkedHashMap<>();
		example.put("type", "about:blank");
		example.put("title", status.getReasonPhrase());
		example.put("status", status.value());
		example.put("detail", sentence);
		example.put("code", code);
		example.put("error", sentence);
		return example;
	}

}
