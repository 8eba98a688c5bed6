package dev.aichat.ratelimit;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/**
 * One request's turn within its limits: granted by all of them, or refused. The answer
 * tells the caller how things stand, whatever it will be.
 */
public final class RateLimitDecision {

	static final String POLICY_HEADER = "RateLimit-Policy";

	static final String STATE_HEADER = "RateLimit";

	private final List<RateLimitPermit<?>> shares;

	private final HttpServletResponse response;

	RateLimitDecision(List<RateLimitPermit<?>> shares, HttpServletResponse response) {
		this.shares = shares;
		this.response = response;
		if (!granted()) {
			shares.forEach(RateLimitPermit::giveBack);
		}
		show();
	}

	/**
	 * Whether the request may be carried out.
	 * @return false if some limit is reached
	 */
	public boolean granted() {
		return this.shares.stream().allMatch(RateLimitPermit::granted);
	}

	/** Lets the request not count, because it turned out to be none that should. */
	public void giveBack() {
		this.shares.forEach(RateLimitPermit::giveBack);
		show();
	}

	/**
	 * The answer to a request that is refused.
	 * @return the problem {@code rate_limited}, with the seconds to wait
	 */
	public ProblemException refusal() {
		return new ProblemException(HttpStatus.TOO_MANY_REQUESTS, "rate_limited",
				"Too many requests, wait before you try again.")
			.header(HttpHeaders.RETRY_AFTER, Long.toString(waitSeconds()));
	}

	/** How long to wait until all limits would grant a turn. */
	long waitSeconds() {
		return this.shares.stream().mapToLong(RateLimitPermit::waitSeconds).max().orElse(0);
	}

	private void show() {
		if (!this.shares.isEmpty()) {
			this.response.setHeader(POLICY_HEADER, list(RateLimitPermit::policy));
			this.response.setHeader(STATE_HEADER, list(RateLimitPermit::state));
		}
	}

	private String list(Function<RateLimitPermit<?>, String> item) {
		return this.shares.stream().map(item).collect(Collectors.joining(", "));
	}

}
