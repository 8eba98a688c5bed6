package dev.aichat.openapi;

import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.providers.JavadocProvider;
import org.springdoc.core.providers.ObjectMapperProvider;

import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

import dev.aichat.web.Page;

/**
 * Documents records: in snake case, by the Javadoc of their components, and as null where
 * they are nullable. Requests and problems may leave out nullable fields; replies have
 * them all.
 */
@Component
class RecordModelResolver extends ModelResolver {

	private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

	private final JavadocProvider javadoc;

	RecordModelResolver(ObjectMapperProvider mappers, JavadocProvider javadoc) {
		super(mappers.jsonMapper().copy().setPropertyNamingStrategy(SNAKE_CASE), new PageNames());
		this.javadoc = javadoc;
	}

	@Override
	public Schema<?> resolve(AnnotatedType annotated, ModelConverterContext context, Iterator<ModelConverter> next) {
		Schema<?> schema = super.resolve(annotated, context, next);
		Class<?> type = this._mapper.constructType(annotated.getType()).getRawClass();
		if (schema != null && type.isRecord()) {
			describe(type, (schema.get$ref() == null) ? schema
					: context.getDefinedModels().get(schema.get$ref().replaceFirst(".*/", "")));
		}
		return schema;
	}

	private void describe(Class<?> type, Schema<?> schema) {
		schema.addType("object");
		schema.setDescription(sentence(this.javadoc.getClassJavadoc(type)));
		Map<String, String> sentences = this.javadoc.getRecordClassParamJavadoc(type);
		for (RecordComponent component : type.getRecordComponents()) {
			String name = SNAKE_CASE.translate(component.getName());
			if (schema.getProperties() != null && schema.getProperties().containsKey(name)) {
				markNullability(type, component, schema, name);
				schema.getProperties().get(name).setDescription(sentence(sentences.get(component.getName())));
			}
		}
	}

	private static void markNullability(Class<?> type, RecordComponent component, Schema<?> schema, String name) {
		boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class)
				&& (schema.getRequired() == null || !schema.getRequired().contains(name));
		if (nullable && type != Problem.class) {
			schema.getProperties().get(name).addType("null");
		}
		boolean leavesNullOut = type == Problem.class || type.getSimpleName().endsWith("Request");
		if (!nullable || !leavesNullOut) {
			schema.addRequiredItem(name);
		}
	}

	/** Returns the text of a Javadoc tag as a sentence on one line. */
	static @Nullable String sentence(@Nullable String text) {
		if (text == null) {
			return null;
		}
		String line = StringUtils.capitalize(text.replaceAll("\\s+", " ").strip());
		return line.endsWith(".") ? line : line + ".";
	}

	/** Names the schema of a page after its items. */
	private static final class PageNames extends TypeNameResolver {

		@Override
		protected String nameForGenericType(JavaType type, Set<Options> options) {
			return type.hasRawClass(Page.class) ? nameForType(type.containedType(0), options) + "Page"
					: super.nameForGenericType(type, options);
		}

	}

}
