package dev.aichat.web;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How strictly JSON is read: nothing is converted into what a field asks for, and text is
 * well-formed Unicode. The bounds on depth and size stand in {@code application.yaml}.
 */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

	@Bean
	JsonMapperBuilderCustomizer strictJson() {
		return (builder) -> builder
			.withCoercionConfig(LogicalType.Textual,
					(text) -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
			.withCoercionConfig(LogicalType.OtherScalar,
					(scalar) -> scalar.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
			.addModule(new SimpleModule("well-formed text").addDeserializer(String.class, new WellFormedText()));
	}

	/** Text without lone surrogates, which UTF-8 cannot carry and databases refuse. */
	private static final class WellFormedText extends StringDeserializer {

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			String text = super.deserialize(parser, context);
			if (text != null && text.codePoints().anyMatch(WellFormedText::isSurrogate)) {
				context.reportInputMismatch(this, "lone surrogate");
			}
			return text;
		}

		private static boolean isSurrogate(int codePoint) {
			return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
		}

	}

}
