package dev.aichat.console;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

import dev.aichat.auth.ConsoleSessionService;
import dev.aichat.user.Role;
import dev.aichat.web.ProblemException;
import dev.aichat.web.ResponsePolicy;

/**
 * Who may see the pages: whoever has signed in to them as an admin. They are apart from
 * the API, which knows no cookies, as they know no access tokens.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

	static final String HOME = "/admin";

	static final String SIGN_IN = "/admin/login";

	private static final String[] ASSETS = { "/admin/assets/pico.css", "/admin/assets/admin.css",
			"/admin/assets/icon.svg", "/admin/assets/chevron.svg" };

	@Bean
	@Order(-1)
	SecurityFilterChain assetsOfPages(HttpSecurity http) throws Exception {
		return withoutHttpSession(http.securityMatcher(ASSETS)).csrf(AbstractHttpConfigurer::disable)
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.build();
	}

	/** Cookies come with forged cross-site requests too, so every form proves itself. */
	@Bean
	@Order(0)
	SecurityFilterChain pages(HttpSecurity http, ConsoleCookies cookies, ConsoleSessionService sessions,
			ErrorView failures) throws Exception {
		return withoutHttpSession(http.securityMatcher(HOME, HOME + "/**"))
			.csrf((csrf) -> csrf.csrfTokenRepository(cookies.forms()))
			.addFilterBefore(new ConsoleSessionFilter(cookies, sessions), AuthorizationFilter.class)
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers(SIGN_IN).permitAll().anyRequest().hasRole(Role.ADMIN.name()))
			.exceptionHandling((refusals) -> refusals
				.authenticationEntryPoint((request, response, ex) -> leadToSignIn(cookies, request, response))
				.accessDeniedHandler((request, response, ex) -> failures.render(staleForm(), request, response)))
			.build();
	}

	private static void leadToSignIn(ConsoleCookies cookies, HttpServletRequest request, HttpServletResponse response) {
		if (cookies.session(request).isPresent()) {
			cookies.signOut(request, response);
			cookies.leave(FlashMessage.ENDED, request, response);
		}
		response.setStatus(HttpStatus.SEE_OTHER.value());
		response.setHeader(HttpHeaders.LOCATION, SIGN_IN);
	}

	private static ProblemException staleForm() {
		return new ProblemException(HttpStatus.FORBIDDEN, "forbidden",
				"This form did not come from here, or is too old. Nothing was done. Go back, reload the page and try again.");
	}

	/** The views need no script, and submit forms. */
	@Bean
	ResponsePolicy consolePolicy() {
		return new ResponsePolicy(Set.of(HOME), "default-src 'none'; style-src 'self'; img-src 'self'; "
				+ "base-uri 'none'; form-action 'self'; frame-ancestors 'none'", false);
	}

	private static HttpSecurity withoutHttpSession(HttpSecurity http) throws Exception {
		return http.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.requestCache(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.headers((headers) -> headers.cacheControl((cache) -> cache.disable()));
	}

}
