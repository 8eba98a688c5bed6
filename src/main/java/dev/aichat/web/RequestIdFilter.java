package dev.aichat.web;

import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every request an id, which its response and its log lines carry. */
@SuppressWarnings("try") // closing removes the id from the logging context
class RequestIdFilter extends OncePerRequestFilter {

	static final String HEADER = "X-Request-Id";

	/** The key in the logging context, which {@code application.yaml} refers to. */
	static final String LOG_KEY = "request_id";

	private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try (MDC.MDCCloseable logged = MDC.putCloseable(LOG_KEY, write(request, response))) {
			chain.doFilter(request, response);
		}
	}

	/** A failed request keeps its id; some that Tomcat refused have none yet. */
	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	/** Sets the id of the response, unless it has one. */
	static String write(HttpServletRequest request, HttpServletResponse response) {
		String earlier = response.getHeader(HEADER);
		String id = (earlier != null) ? earlier : acceptedOrNew(request.getHeader(HEADER));
		response.setHeader(HEADER, id);
		return id;
	}

	private static String acceptedOrNew(@Nullable String given) {
		return (given != null && ACCEPTED.matcher(given).matches()) ? given : next();
	}

	/** Returns a task that logs with the id of the current request. */
	static Runnable keepId(Runnable task) {
		String id = MDC.get(LOG_KEY);
		return (id == null) ? task : () -> {
			try (MDC.MDCCloseable logged = MDC.putCloseable(LOG_KEY, id)) {
				task.run();
			}
		};
	}

	/** Unlike a secret, an id only has to be unique, so the fast generator will do. */
	private static String next() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
	}

}
