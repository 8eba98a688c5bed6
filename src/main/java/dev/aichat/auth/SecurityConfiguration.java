package dev.aichat.auth;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.servlet.HandlerExceptionResolver;

import dev.aichat.user.Role;
import dev.aichat.web.ProblemException;

/**
 * The security filter chains: the management port and public paths, and everything else,
 * which needs an access token; {@code /api/admin} needs that of an admin.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String[] PUBLIC = { RegistrationController.PATH, SessionController.LOGIN_PATH,
			SessionController.TOKEN_PATH, SessionController.REFRESH_PATH, "/", "/assets/**", "/api/pricing", "/api",
			"/api/docs/**", "/api/schema", "/api/schema.yaml", "/api/schema/swagger-config", "/livez", "/readyz" };

	private final HandlerExceptionResolver problems;

	SecurityConfiguration(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		this.problems = problems;
	}

	@Bean
	@Order(1)
	SecurityFilterChain managementPortAndPublicPaths(HttpSecurity http) throws Exception {
		http.securityMatchers(
				(paths) -> paths.requestMatchers(EndpointRequest.toAnyEndpoint()).requestMatchers(PUBLIC));
		return stateless(http).authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain protectedPaths(HttpSecurity http, AccessTokenAuthenticator authenticator) throws Exception {
		return stateless(http)
			.addFilterBefore(new AccessTokenFilter(authenticator, this.problems), AuthorizationFilter.class)
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers("/api/admin/**")
				.hasRole(Role.ADMIN.name())
				.anyRequest()
				.authenticated())
			.exceptionHandling((failures) -> failures.authenticationEntryPoint(this::requireToken)
				.accessDeniedHandler((request, response, ex) -> this.problems.resolveException(request, response, null,
						ProblemException.forbidden())))
			.build();
	}

	/**
	 * The firewall checks paths only: no rule depends on the method, and headers and
	 * parameters are validated where they are read.
	 */
	@Bean
	HttpFirewall firewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setUnsafeAllowAnyHttpMethod(true);
		firewall.setAllowedHeaderValues((value) -> true);
		firewall.setAllowedParameterNames((name) -> true);
		return firewall;
	}

	/** Answers requests that the firewall rejects, such as one with {@code ..;}. */
	@Bean
	RequestRejectedHandler rejectedRequests() {
		return (request, response, ex) -> this.problems.resolveException(request, response, null,
				ProblemException.malformedRequest());
	}

	/** Observing every single filter costs more than the filters. */
	@Bean
	SecurityObservationSettings securityObservations() {
		return SecurityObservationSettings.noObservations();
	}

	private void requireToken(HttpServletRequest request, HttpServletResponse response, Exception cause) {
		this.problems.resolveException(request, response, null,
				new ProblemException(HttpStatus.FORBIDDEN, "authentication_required",
						"Authentication credentials were not provided.")
					.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
	}

	/** Without cookies there is no cross-site request forgery. */
	private static HttpSecurity stateless(HttpSecurity http) throws Exception {
		return http.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.headers((headers) -> headers.cacheControl((cache) -> cache.disable()));
	}

}
