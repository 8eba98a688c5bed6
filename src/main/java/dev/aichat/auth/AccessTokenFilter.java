package dev.aichat.auth;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

import dev.aichat.web.InvalidAccessTokenException;
import dev.aichat.web.ProblemException;

/**
 * Reads the access token of a request: {@code Authorization: Bearer …} (RFC 6750), or
 * {@code Token …} as the published API had it. It guards the protected paths only, so
 * that a stale header never hinders the others.
 */
class AccessTokenFilter extends OncePerRequestFilter {

	private static final List<String> SCHEMES = List.of("Bearer", "Token");

	private final AccessTokenAuthenticator callers;

	private final HandlerExceptionResolver problems;

	AccessTokenFilter(AccessTokenAuthenticator callers, HandlerExceptionResolver problems) {
		this.callers = callers;
		this.problems = problems;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			authenticate(Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)));
		}
		catch (ProblemException ex) {
			this.problems.resolveException(request, response, null, ex);
			return;
		}
		chain.doFilter(request, response);
	}

	/** Credentials of another kind are none: the caller is told to bring a token. */
	private void authenticate(List<String> headers) {
		if (headers.isEmpty()) {
			return;
		}
		if (headers.size() > 1) {
			throw new InvalidAccessTokenException();
		}
		String credentials = headers.get(0).strip();
		int space = credentials.indexOf(' ');
		String scheme = (space < 0) ? credentials : credentials.substring(0, space);
		if (SCHEMES.stream().noneMatch(scheme::equalsIgnoreCase)) {
			return;
		}
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(this.callers.identify(credentials.substring(scheme.length()).strip()));
		SecurityContextHolder.setContext(context);
	}

}
