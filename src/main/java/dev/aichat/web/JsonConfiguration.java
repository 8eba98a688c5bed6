package dev.aichat.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Configures strict reading of JSON: in UTF-8, without coercion of types, without
 * misspelled fields and without lone surrogates in text. The bounds on depth and size
 * stand in {@code application.yaml}.
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
			.addHandler(new MisspelledFields())
			.addModule(new SimpleModule("well-formed text").addDeserializer(String.class, new WellFormedText()));
	}

	/**
	 * Rejects unknown fields that differ from a known one in case or underscores only.
	 */
	private static final class MisspelledFields extends DeserializationProblemHandler {

		@Override
		public boolean handleUnknownProperty(DeserializationContext context, JsonParser parser,
				ValueDeserializer<?> deserializer, Object beanOrClass, String name) {
			for (Object known : Objects.requireNonNull(deserializer.getKnownPropertyNames())) {
				if (letters(known.toString()).equalsIgnoreCase(letters(name))) {
					throw ProblemException.invalidField(name, "This field is called %s.".formatted(known));
				}
			}
			return false;
		}

		private static String letters(String name) {
			return name.replace("_", "");
		}

	}

	/** Rejects lone surrogates, which UTF-8 cannot carry and databases refuse. */
	private static final class WellFormedText extends StringDeserializer {

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			String text = super.deserialize(parser, context);
			if (text != null && text.codePoints().anyMatch((c) -> Character.getType(c) == Character.SURROGATE)) {
				context.reportInputMismatch(this, "lone surrogate");
			}
			return text;
		}

	}

	/**
	 * Rejects bodies that are compressed, or not in UTF-8 (RFC 8259, section 8.1), which
	 * Jackson would guess.
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
			HttpHeaders headers = message.getHeaders();
			if (headers.getFirst(HttpHeaders.CONTENT_ENCODING) != null) {
				throw ProblemException
					.unsupportedBody("The body may not be compressed: send it without Content-Encoding.");
			}
			MediaType mediaType = headers.getContentType();
			Charset charset = (mediaType != null) ? mediaType.getCharset() : null;
			if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
				throw ProblemException.unsupportedBody("The body must be in UTF-8, and not in %s.".formatted(charset));
			}
			long length = headers.getContentLength();
			byte[] body = message.getBody().readNBytes((length >= 0) ? Math.toIntExact(length) : Integer.MAX_VALUE);
			if (!isUtf8(body)) {
				throw ProblemException.malformedRequest("The body is not in UTF-8, which JSON must be.");
			}
			return new ReadMessage(new ByteArrayInputStream(body), headers);
		}

		/** U+0000 abounds in UTF-16 and UTF-32, and is never part of JSON. */
		private static boolean isUtf8(byte[] body) {
			String text = new String(body, StandardCharsets.UTF_8);
			return text.indexOf(0) < 0 && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body);
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
