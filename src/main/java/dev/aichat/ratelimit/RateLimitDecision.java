package dev.aichat.ratelimit;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

import dev.aichat.ratelimit.RateLimiter.Permit;
import dev.aichat.web.ProblemException;

/** The decision on a request: granted if all of its limits grant a permit. */
public final class RateLimitDecision {

	static final String POLICY_HEADER = "RateLimit-Policy";

	static final String STATE_HEADER = "RateLimit";

	private final List<Permit> permits;

	RateLimitDecision(List<Permit> permits) {
		this.permits = permits;
		if (!granted()) {
			release();
		}
	}

	/** Returns whether the request is within its limits. */
	public boolean granted() {
		return this.permits.stream().allMatch(Permit::granted);
	}

	/** Releases the permits, so that the request does not count. */
	public void release() {
		this.permits.forEach(Permit::release);
	}

	/**
	 * Counts the rejection, and returns the problem {@code rate_limited} with the seconds
	 * to wait.
	 */
	public ProblemException rejection() {
		this.permits.forEach(Permit::countRejection);
		return new ProblemException(HttpStatus.TOO_MANY_REQUESTS, "rate_limited",
				"Too many requests, wait before you try again.")
			.header(HttpHeaders.RETRY_AFTER, Long.toString(waitSeconds()));
	}

	/**
	 * Writes the limits and what remains of them to the headers
	 * (draft-ietf-httpapi-ratelimit-headers).
	 */
	public void writeTo(HttpServletResponse response) {
		if (!this.permits.isEmpty()) {
			response.setHeader(POLICY_HEADER, list(Permit::policy));
			response.setHeader(STATE_HEADER, list(Permit::state));
		}
	}

	/** The seconds until all limits would grant a permit. */
	long waitSeconds() {
		return this.permits.stream().mapToLong(Permit::waitSeconds).max().orElse(0);
	}

	private String list(Function<Permit, String> item) {
		return this.permits.stream().map(item).collect(Collectors.joining(", "));
	}

}
