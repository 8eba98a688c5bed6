package dev.aichat.openapi;

import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.providers.JavadocProvider;
import org.springdoc.core.providers.ObjectMapperProvider;

import org.springframework.util.StringUtils;

import dev.aichat.web.Page;

/**
 * Documents records in snake case, by their Javadoc, and as null where they are nullable.
 * Requests may leave nullable fields out; replies have them all.
 */
class RecordModelResolver extends ModelResolver {

	private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

	private final JavadocProvider javadoc;

	RecordModelResolver(ObjectMapperProvider mappers, JavadocProvider javadoc) {
		super(mappers.jsonMapper().copy().setPropertyNamingStrategy(SNAKE_CASE), new TypeNameResolver() {
			@Override
			protected String nameForGenericType(JavaType type, Set<Options> options) {
				return nameForType(type.containedType(0), options) + type.getRawClass().getSimpleName();
			}
		});
		this.javadoc = javadoc;
	}

	@Override
	public Schema<?> resolve(AnnotatedType annotated, ModelConverterContext context, Iterator<ModelConverter> next) {
		Schema<?> schema = super.resolve(annotated, context, next);
		Class<?> type = this._mapper.constructType(annotated.getType()).getRawClass();
		if (schema != null && type.isRecord()) {
			Schema<?> model = model(schema, context);
			describe(type, model);
			if (type == Page.class) {
				Schema<?> item = model(model.getProperties().get("items").getItems(), context);
				ObjectNode page = this._mapper.createObjectNode();
				page.putArray("items").addPOJO(item.getExample());
				model.setExample(page.putNull("next"));
			}
		}
		return schema;
	}

	private static Schema<?> model(Schema<?> schema, ModelConverterContext context) {
		return (schema.get$ref() == null) ? schema
				: context.getDefinedModels().get(schema.get$ref().replaceFirst(".*/", ""));
	}

	private void describe(Class<?> type, Schema<?> schema) {
		schema.addType("object");
		schema.setDescription(sentence(this.javadoc.getClassJavadoc(type)));
		Map<String, String> descriptions = this.javadoc.getRecordClassParamJavadoc(type);
		for (RecordComponent component : type.getRecordComponents()) {
			String name = SNAKE_CASE.translate(component.getName());
			Schema<?> field = schema.getProperties().get(name);
			if (field != null) {
				boolean isNullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class)
						&& (schema.getRequired() == null || !schema.getRequired().contains(name));
				if (isNullable) {
					field.addType("null");
					if (field.getEnum() != null) {
						field.getEnum().add(null);
					}
				}
				if (!isNullable || !type.getSimpleName().endsWith("Request")) {
					schema.addRequiredItem(name);
				}
				field.setDescription(sentence(descriptions.get(component.getName())));
			}
		}
	}

	/** Returns the text of a Javadoc tag as a sentence on one line. */
	static String sentence(String text) {
		String line = StringUtils.capitalize(text.replaceAll("\\s+", " ").strip());
		return line.endsWith(".") ? line : line + ".";
	}

}
