package dev.aichat.console;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.aichat.auth.ConsoleSessionService;
import dev.aichat.user.CurrentUser;

/** Tells from the cookie, and from nothing else, which admin asks for a page. */
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
		this.cookies.session(request).flatMap(this.sessions::goOn).ifPresent(ConsoleSessionFilter::identify);
		chain.doFilter(request, response);
	}

	private static void identify(CurrentUser admin) {
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(admin, "",
				List.of(new SimpleGrantedAuthority("ROLE_" + admin.role()))));
		SecurityContextHolder.setContext(context);
	}

}
