package dev.aichat.auth;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

import dev.aichat.web.InvalidAccessTokenException;

/**
 * Authenticates requests by their access token: {@code Authorization: Bearer …} (RFC
 * 6750), or {@code Token …} as in the published API. It filters protected paths only; on
 * public ones the header is ignored.
 */
class AccessTokenFilter extends OncePerRequestFilter {

	private static final Pattern CREDENTIALS = Pattern.compile("(?is)(?:Bearer|Token)((?: .*)?)");

	private final AccessTokenAuthenticator authenticator;

	private final HandlerExceptionResolver problems;

	AccessTokenFilter(AccessTokenAuthenticator authenticator, HandlerExceptionResolver problems) {
		this.authenticator = authenticator;
		this.problems = problems;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			authenticate(Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)));
		}
		catch (RuntimeException ex) {
			this.problems.resolveException(request, response, null, ex);
			return;
		}
		chain.doFilter(request, response);
	}

	/** Treats another scheme as no credentials. */
	private void authenticate(List<String> headers) {
		if (headers.isEmpty()) {
			return;
		}
		if (headers.size() > 1) {
			throw new InvalidAccessTokenException();
		}
		Matcher credentials = CREDENTIALS.matcher(headers.get(0).strip());
		if (credentials.matches()) {
			Authentication caller = this.authenticator.authenticate(credentials.group(1).strip());
			SecurityContextHolder.setContext(new SecurityContextImpl(caller));
		}
	}

}
