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
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

import dev.aichat.account.CurrentUser;
import dev.aichat.account.InvalidTokenException;
import dev.aichat.web.ProblemException;

/**
 * Reads the access token of a request: {@code Authorization: Bearer …} (RFC 6750), or
 * {@code Token …} as the published API had it. It guards the protected paths only, so
 * that a stale header never hinders the others.
 */
class AccessTokenFilter extends OncePerRequestFilter {

	private static final Pattern CREDENTIALS = Pattern.compile("(?:Bearer|Token)(?: +(.*))?",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private final SessionService sessions;

	private final HandlerExceptionResolver problems;

	AccessTokenFilter(SessionService sessions, HandlerExceptionResolver problems) {
		this.sessions = sessions;
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
		Matcher credentials = CREDENTIALS.matcher(headers.get(0));
		if (headers.size() > 1) {
			throw new InvalidTokenException();
		}
		if (credentials.matches()) {
			String token = credentials.group(1);
			if (token == null) {
				throw new InvalidTokenException();
			}
			CurrentUser user = this.sessions.caller(token);
			SecurityContext context = SecurityContextHolder.createEmptyContext();
			context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(user, null,
					List.of(new SimpleGrantedAuthority("ROLE_" + user.role()))));
			SecurityContextHolder.setContext(context);
		}
	}

}
