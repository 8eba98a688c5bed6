package dev.aichat.console;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.aichat.auth.ConsoleSessionService;
import dev.aichat.user.CurrentUser;

/** Authenticates admins by the console's session cookie. */
class ConsoleSessionFilter extends OncePerRequestFilter {

	private final ConsoleCookies cookies;

	private final ConsoleSessionService sessions;

	ConsoleSessionFilter(ConsoleCookies cookies, ConsoleSessionService sessions) {
		this.cookies = cookies;
		this.sessions = sessions;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		this.cookies.session().flatMap(this.sessions::resume).ifPresent(ConsoleSessionFilter::authenticate);
		chain.doFilter(request, response);
	}

	private static void authenticate(CurrentUser admin) {
		SecurityContextHolder.setContext(new SecurityContextImpl(UsernamePasswordAuthenticationToken
			.authenticated(admin, "", List.of(new SimpleGrantedAuthority("ROLE_" + admin.role())))));
	}

}
