package dev.aichat.ai;

import java.net.SocketException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The problem of a message that gets no reply. */
public final class AiException extends ProblemException {

	private static final Set<Integer> QUESTION_REFUSED = Set.of(400, 413, 422);

	/** The cause of {@code ai_failed}; null for other problems. */
	private final @Nullable String cause;

	private final boolean providerAtFault;

	private AiException(HttpStatus status, String code, String detail, @Nullable String cause,
			boolean providerAtFault) {
		super(status, code, detail);
		this.cause = cause;
		this.providerAtFault = providerAtFault;
	}

	/**
	 * Returns the problem {@code ai_failed}.
	 * @param cause what happened, for the log alone; holds nothing that a provider wrote
	 * @param providerAtFault whether it counts for the circuit breaker; what the question
	 * or our own side is to blame for does not
	 */
	public static AiException failed(String cause, boolean providerAtFault) {
		return new AiException(HttpStatus.BAD_GATEWAY, "ai_failed", "The AI could not answer.", cause, providerAtFault);
	}

	/** Returns {@code ai_failed} for an HTTP status, some of which blame the question. */
	public static AiException refused(int status) {
		return failed("status " + status, !QUESTION_REFUSED.contains(status));
	}

	static AiException unavailable(long retryAfterSeconds) {
		return (AiException) new AiException(HttpStatus.SERVICE_UNAVAILABLE, "ai_unavailable",
				"The AI cannot be asked right now.", null, false)
			.header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
	}

	/** Returns the problem {@code ai_timeout}: the AI did not answer in time. */
	public static AiException timeout() {
		return new AiException(HttpStatus.GATEWAY_TIMEOUT, "ai_timeout", "The AI took too long to answer.", null, true);
	}

	/** Returns {@code chat_stopped}: the user stopped the reply before its first text. */
	public static AiException stopped() {
		return new AiException(HttpStatus.CONFLICT, "chat_stopped", "The reply was stopped before its first text.",
				null, false);
	}

	/**
	 * Names a failure and its causes, outermost first, without a provider's words. Of
	 * connections and TLS, the JDK's own words are added.
	 */
	public static String names(Throwable failure) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.limit(5)
			.map((cause) -> (cause instanceof SocketException || cause instanceof SSLException) ? cause.toString()
					: cause.getClass().getSimpleName())
			.collect(Collectors.joining(" ← "));
	}

	/** Returns what the AI did, for the log. */
	public String reason() {
		return (this.cause != null) ? "failed: " + this.cause : "was not waited for any longer: " + code();
	}

	/** Returns whether the failure counts for the circuit breaker. */
	public boolean isProviderAtFault() {
		return this.providerAtFault;
	}

}
