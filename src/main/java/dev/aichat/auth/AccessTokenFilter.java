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
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.aichat.web.InvalidAccessTokenException;
import dev.aichat.web.ProblemException;

/**
 * Authenticates requests by their access token: {@code Authorization: Bearer …} (RFC
 * 6750), or {@code Token …} as in the published API. It filters protected paths only; on
 * public ones the header is ignored.
 */
class AccessTokenFilter extends OncePerRequestFilter {

	private static final Pattern CREDENTIALS = Pattern.compile("(?i)(?:Bearer|Token)(?: |\\z)");

	private static final Pattern OTHER_SCHEME = Pattern.compile("(?s)([A-Za-z][\\w-]{0,30}) .*");

	/** The first letters of every JWT: the JSON of its header in Base64. */
	private static final String JWT = "ey";

	private static final String FAILURE = AccessTokenFilter.class.getName();

	private final AccessTokenAuthenticator authenticator;

	AccessTokenFilter(AccessTokenAuthenticator authenticator) {
		this.authenticator = authenticator;
	}

	/** Returns why a request has no authenticated user. */
	static ProblemException failure(HttpServletRequest request) {
		return (request.getAttribute(FAILURE) instanceof ProblemException invalid) ? invalid
				: required("Authentication credentials were not provided");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			authenticate(Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)));
		}
		catch (ProblemException ex) {
			request.setAttribute(FAILURE, ex);
		}
		chain.doFilter(request, response);
	}

	private void authenticate(List<String> headers) {
		String header = headers.isEmpty() ? "" : headers.get(0).strip();
		if (headers.size() > 1) {
			throw new InvalidAccessTokenException("The Authorization header is there twice: send it once.");
		}
		if (header.isEmpty()) {
			return;
		}
		Matcher credentials = CREDENTIALS.matcher(header);
		if (!credentials.lookingAt()) {
			Matcher other = OTHER_SCHEME.matcher(header);
			throw required(other.matches() ? "The scheme %s is not supported".formatted(other.group(1))
					: "The Authorization header has no scheme");
		}
		String token = header.substring(credentials.end()).strip();
		if (!token.startsWith(JWT)) {
			throw new InvalidAccessTokenException(mistake(token));
		}
		Authentication caller = this.authenticator.authenticate(token);
		SecurityContextHolder.setContext(new SecurityContextImpl(caller));
	}

	private static ProblemException required(String mistake) {
		return new ProblemException(HttpStatus.FORBIDDEN, "authentication_required",
				mistake + ": send the header Authorization: Bearer <access token>.")
			.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
	}

	/** Names the mistake in what cannot be a JWT. */
	private static String mistake(String token) {
		if (token.isEmpty()) {
			return "The access token is missing after the scheme: send the one from log-in.";
		}
		if (CREDENTIALS.matcher(token).lookingAt()) {
			return "The scheme is there twice: send the word Bearer once.";
		}
		if (token.matches("[\"'`<{\\[].*") && !token.startsWith("[object")) {
			return "The access token is in quotes or brackets: send it without them.";
		}
		if (token.matches("undefined|null|None|NaN|false|true|\\[object \\w+]")) {
			return "The access token is the word %s: send the one from log-in.".formatted(token);
		}
		return RefreshToken.parse(token).isPresent() ? "This is a refresh token: send the access token from log-in."
				: "The access token is not valid, log in again.";
	}

}
