package dev.aichat.openapi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.providers.JavadocProvider;
import org.springdoc.core.providers.ObjectMapperProvider;

import org.springframework.util.StringUtils;

/**
 * Documents records in snake case, by their Javadoc, and as null where they are nullable.
 * Requests may leave nullable fields out; replies have them all.
 */
class RecordModelResolver extends ModelResolver {

	private final JavadocProvider javadoc;

	RecordModelResolver(ObjectMapperProvider mappers, JavadocProvider javadoc) {
		super(mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE),
				new TypeNameResolver() {
					@Override
					protected String nameForGenericType(JavaType type, Set<Options> options) {
						return nameForType(type.containedType(0), options) + type.getRawClass().getSimpleName();
					}
				});
		this.javadoc = javadoc;
	}

	/** Completes a field, once all else of it is known. */
	@Override
	@SuppressWarnings({ "rawtypes", "unchecked" })
	protected boolean applyBeanValidatorAnnotations(BeanPropertyDefinition component, Schema field,
			Annotation[] annotations, Schema model, boolean applyNotNull) {
		Method accessor = component.getGetter().getMember();
		Class<?> type = accessor.getDeclaringClass();
		model.addType("object");
		model.setDescription(sentence(this.javadoc.getClassJavadoc(type)));
		field.setDescription(sentence(this.javadoc.getRecordClassParamJavadoc(type).get(accessor.getName())));
		boolean isNullable = accessor.getAnnotatedReturnType().isAnnotationPresent(Nullable.class)
				&& (model.getRequired() == null || !model.getRequired().contains(field.getName()));
		if (isNullable) {
			field.addType("null");
			if (field.getEnum() != null) {
				field.getEnum().add(null);
			}
		}
		if (!isNullable || !type.getSimpleName().endsWith("Request")) {
			model.addRequiredItem(field.getName());
		}
		return super.applyBeanValidatorAnnotations(component, field, annotations, model, applyNotNull);
	}

	/** Returns the text of a Javadoc tag as a sentence on one line. */
	static String sentence(String text) {
		String line = StringUtils.capitalize(text.replaceAll("\\s+", " ").strip());
		return line.endsWith(".") ? line : line + ".";
	}

}
