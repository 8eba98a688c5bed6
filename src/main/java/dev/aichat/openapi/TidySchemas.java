package dev.aichat.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Completes the documented schemas: what their fields mean, which may be null, and, as
 * replies leave nothing out, which are always there.
 */
class TidySchemas implements OpenApiCustomizer {

	private final Glossary glossary;

	TidySchemas(Glossary glossary) {
		this.glossary = glossary;
	}

	@Override
	public void customise(OpenAPI document) {
		document.getComponents().setSchemas(new TreeMap<>(document.getComponents().getSchemas()));
		document.getComponents().getSchemas().forEach((name, schema) -> {
			describe(name, schema);
			if (!name.equals(ProblemSchema.NAME)) {
				tellWhatIsThere(name, schema);
			}
			exemplify(schema, document);
		});
	}

	private void describe(String name, Schema<?> schema) {
		schema.getProperties().forEach((field, value) -> {
			if (value.getDescription() == null) {
				value.setDescription(this.glossary.field(name, field));
			}
		});
	}

	private static void tellWhatIsThere(String name, Schema<?> schema) {
		schema.addType("object");
		List<String> required = (schema.getRequired() != null) ? schema.getRequired() : List.of();
		schema.getProperties().forEach((field, value) -> {
			if (!required.contains(field)) {
				value.addType("null");
			}
		});
		if (!name.endsWith("Request")) {
			schema.setRequired(List.copyOf(schema.getProperties().keySet()));
		}
	}

	/** The example of a page is the last one, with the example of its row. */
	private static void exemplify(Schema<?> schema, OpenAPI document) {
		Schema<?> items = schema.getProperties().get("items");
		if (schema.getExample() == null && items != null) {
			String row = items.getItems().get$ref().replaceFirst(".*/", "");
			Map<String, @Nullable Object> page = new LinkedHashMap<>();
			page.put("items", List.of(document.getComponents().getSchemas().get(row).getExample()));
			page.put("next", null);
			schema.setExample(page);
		}
	}

}
