package dev.aichat.web;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Names a request, which is then carried out at most once
 * (draft-ietf-httpapi-idempotency-key-header). A key belongs to its user and to the kind
 * of request.
 *
 * @param value 1 to 255 visible ASCII characters
 */
@Hidden
public record IdempotencyKey(String value) {

	/** The request header with the key. */
	public static final String HEADER = "Idempotency-Key";

	/** The header that marks the stored response to an earlier request. */
	public static final String REPLAYED_HEADER = "Idempotency-Replayed";

	/** The most characters of a key. */
	public static final int MAX_LENGTH = 255;

	private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1," + MAX_LENGTH + "}");

	public IdempotencyKey {
		if (!ALLOWED.matcher(value).matches()) {
			throw invalid("An idempotency key has 1 to 255 visible ASCII characters.");
		}
	}

	/**
	 * Carries a request out unless its key was used before. It is tried first, because
	 * most keys are new: a unique constraint rejects a used one, and undoes what the
	 * request did so far. A used key also takes precedence over any other failure.
	 * @param key the key, or null if the client sent none
	 * @param request the request, one transaction that stores the key
	 * @param earlier finds the result of the request that stored the key
	 * @return the result of this request or of the earlier one
	 */
	public static <T> T once(@Nullable IdempotencyKey key, Supplier<T> request,
			Function<IdempotencyKey, Optional<T>> earlier) {
		try {
			return request.get();
		}
		catch (DuplicateKeyException | ProblemException ex) {
			return Optional.ofNullable(key).flatMap(earlier).orElseThrow(() -> ex);
		}
	}

	/** Returns {@code request_in_progress}: the key's first request has not ended. */
	public static ProblemException inProgress() {
		return new ProblemException(HttpStatus.CONFLICT, "request_in_progress",
				"The same request is still being answered.")
			.header(HttpHeaders.RETRY_AFTER, "1");
	}

	/** Returns {@code idempotency_key_reused}: the key belongs to a different request. */
	public static ProblemException reused() {
		return reused("This idempotency key was used for a different request.");
	}

	/** Returns {@code idempotency_key_reused}: what the key named is deleted. */
	public static ProblemException deleted() {
		return reused("This idempotency key was used for a message that is deleted by now: send a new one.");
	}

	private static ProblemException reused(String sentence) {
		return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, "idempotency_key_reused", sentence);
	}

	private static ProblemException invalid(String sentence) {
		return new ProblemException(HttpStatus.BAD_REQUEST, "invalid_idempotency_key", sentence);
	}

	/** Resolves the key of a request for controllers; null if it has none. */
	@Component
	static class Resolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

		@Override
		public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
			resolvers.add(this);
		}

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == IdempotencyKey.class;
		}

		@Override
		public @Nullable IdempotencyKey resolveArgument(MethodParameter parameter,
				@Nullable ModelAndViewContainer model, NativeWebRequest request,
				@Nullable WebDataBinderFactory binders) {
			String[] headers = request.getHeaderValues(HEADER);
			if (headers != null && headers.length > 1) {
				throw invalid("Only one Idempotency-Key may be sent.");
			}
			return (headers != null) ? new IdempotencyKey(headers[0]) : null;
		}

	}

}
