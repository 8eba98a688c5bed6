package dev.aichat.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

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
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Configures strict reading of JSON: in UTF-8, without coercion of types, and without
 * lone surrogates in text. The bounds on depth and size stand in
 * {@code application.yaml}.
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

	/** Rejects lone surrogates, which UTF-8 cannot carry and databases refuse. */
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

	/**
	 * Rejects bodies that are not UTF-8 (RFC 8259, section 8.1), which Jackson guesses.
	 */
	@RestControllerAdvice
	static class Utf8BodyAdvice extends RequestBodyAdviceAdapter {

		@Override
		public boolean supports(MethodParameter parameter, Type type,
				Class<? extends HttpMessageConverter<?>> converterType) {
			return true;
		}

		@Override
		public HttpInputMessage beforeBodyRead(HttpInputMessage message, MethodParameter parameter, Type type,
				Class<? extends HttpMessageConverter<?>> converterType) throws IOException {
			byte[] body = message.getBody().readAllBytes();
			if (!isUtf8(body)) {
				throw ProblemException.malformedRequest();
			}
			return new ReadMessage(new ByteArrayInputStream(body), message.getHeaders());
		}

		/** U+0000 abounds in UTF-16 and UTF-32, and is never part of JSON. */
		private static boolean isUtf8(byte[] body) {
			try {
				return StandardCharsets.UTF_8.newDecoder()
					.decode(ByteBuffer.wrap(body))
					.chars()
					.noneMatch((c) -> c == 0);
			}
			catch (CharacterCodingException ex) {
				return false;
			}
		}

		/**
		 * A message whose body was read and can be read again.
		 *
		 * @param getBody the body
		 * @param getHeaders the headers
		 */
		private record ReadMessage(InputStream getBody, HttpHeaders getHeaders) implements HttpInputMessage {
		}

	}

}
