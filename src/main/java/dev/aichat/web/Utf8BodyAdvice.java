package dev.aichat.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Refuses bodies that are not UTF-8 (RFC 8259, section 8.1). Jackson would guess other
 * encodings, and forgive characters that are spelled with too many bytes.
 */
@RestControllerAdvice
class Utf8BodyAdvice extends RequestBodyAdviceAdapter {

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

	/** Without U+0000, which UTF-16 and UTF-32 are full of and JSON never contains. */
	private static boolean isUtf8(byte[] body) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).chars().noneMatch((c) -> c == 0);
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	/**
	 * A message that was read already.
	 *
	 * @param getBody the body again
	 * @param getHeaders the headers
	 */
	private record ReadMessage(InputStream getBody, HttpHeaders getHeaders) implements HttpInputMessage {
	}

}
