package dev.aichat.console;

import java.util.Set;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.transaction.TransactionException;

import dev.aichat.auth.ConsoleSessionService;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.web.ResponsePolicy;
import dev.aichat.web.Routes;

/**
 * The console's security filter chain: views for admins with a session cookie. The
 * console accepts no access token, and the API no cookie.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

	static final String HOME = "/admin";

	static final String SIGN_IN = HOME + "/login";

	static final String INVALID_FORM = HOME + "/invalid-form";

	static final String FAILURE = HOME + "/failure";

	@Bean
	@Order(0)
	SecurityFilterChain consoleChain(HttpSecurity http, ConsoleCookies cookies, ConsoleSessionService sessions,
			Routes routes) throws Exception {
		RequestMatcher unknownPaths = (request) -> !routes.exist(request);
		return http.securityMatcher(HOME, HOME + "/**")
			.csrf((csrf) -> csrf.csrfTokenRepository(cookies.csrfTokens()).ignoringRequestMatchers(unknownPaths))
			.addFilterBefore((request, response, chain) -> {
				if (request.getDispatcherType() == DispatcherType.REQUEST) {
					try {
						cookies.session().flatMap(sessions::resume).ifPresent(ConsoleSecurity::authenticate);
					}
					catch (DataAccessException | TransactionException ex) {
						request.setAttribute(FAILURE, ex);
						request.getRequestDispatcher(FAILURE).forward(request, response);
						return;
					}
				}
				chain.doFilter(request, response);
			}, AuthorizationFilter.class)
			.authorizeHttpRequests((requests) -> requests.requestMatchers(SIGN_IN, INVALID_FORM, FAILURE)
				.permitAll()
				.requestMatchers(unknownPaths)
				.permitAll()
				.anyRequest()
				.hasRole(Role.ADMIN.name()))
			.exceptionHandling((refusals) -> refusals
				.authenticationEntryPoint((request, response, ex) -> redirectToSignIn(cookies, response))
				.accessDeniedPage(INVALID_FORM))
			.build();
	}

	private static void authenticate(CurrentUser admin) {
		SecurityContextHolder.setContext(new SecurityContextImpl(UsernamePasswordAuthenticationToken
			.authenticated(admin, "", AuthorityUtils.createAuthorityList("ROLE_" + admin.role()))));
	}

	private static void redirectToSignIn(ConsoleCookies cookies, HttpServletResponse response) {
		if (cookies.session().isPresent()) {
			cookies.signOut();
			cookies.writeFlashMessage(FlashMessage.ENDED);
		}
		response.setStatus(HttpStatus.SEE_OTHER.value());
		response.setHeader(HttpHeaders.LOCATION, SIGN_IN);
	}

	/** The views need no script, and submit forms. */
	@Bean
	ResponsePolicy consolePolicy() {
		return new ResponsePolicy(Set.of(HOME), "default-src 'none'; style-src 'self'; img-src 'self'; "
				+ "base-uri 'none'; form-action 'self'; frame-ancestors 'none'", false);
	}

}
