package dev.aichat.auth;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
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
import dev.aichat.web.Routes;

/**
 * The security filter chains: the management port and public paths, and everything else,
 * which needs an access token; {@code /api/admin} needs that of an admin. Without cookies
 * there is no cross-site request forgery.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String[] PUBLIC = { RegistrationController.PATH, SessionController.LOGIN_PATH,
			SessionController.TOKEN_PATH, SessionController.REFRESH_PATH, Routes.HOME, Routes.ASSETS + "/**",
			Routes.API, Routes.DOCS + "/**", Routes.PRICING };

	private final HandlerExceptionResolver problems;

	private final Routes routes;

	SecurityConfiguration(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems, Routes routes) {
		this.problems = problems;
		this.routes = routes;
	}

	@Bean
	@Order(1)
	SecurityFilterChain managementPortAndPublicPaths(HttpSecurity http,
			@Value("${springdoc.api-docs.path}") String schema) throws Exception {
		http.securityMatchers((paths) -> paths
			.requestMatchers(EndpointRequest.toAnyEndpoint(),
					EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, HealthEndpoint.class))
			.requestMatchers(PUBLIC)
			.requestMatchers(schema, schema + ".yaml"));
		return http.csrf(AbstractHttpConfigurer::disable)
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain protectedPaths(HttpSecurity http, AccessTokenAuthenticator authenticator) throws Exception {
		return http.csrf(AbstractHttpConfigurer::disable)
			.addFilterBefore(new AccessTokenFilter(authenticator), AuthorizationFilter.class)
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers(HttpMethod.POST, SessionController.LOGOUT_PATH)
				.permitAll()
				.requestMatchers(Routes.ADMIN + "/**")
				.hasRole(Role.ADMIN.name())
				.anyRequest()
				.authenticated())
			.exceptionHandling((failures) -> failures
				.authenticationEntryPoint(
						(request, response, ex) -> refuse(request, response, AccessTokenFilter.failure(request)))
				.accessDeniedHandler(
						(request, response, ex) -> refuse(request, response, ProblemException.forbidden())))
			.build();
	}

	/** Refuses a request. A path without a route does not exist, for anyone. */
	private void refuse(HttpServletRequest request, HttpServletResponse response, ProblemException problem) {
		this.problems.resolveException(request, response, null,
				this.routes.exist(request) ? problem : ProblemException.notFound());
	}

	/**
	 * The firewall checks paths only: no rule depends on the method, and headers and
	 * parameters are validated where they are read.
	 */
	@Bean
	HttpFirewall firewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setUnsafeAllowAnyHttpMethod(true);
		firewall.setAllowedHeaderNames((name) -> true);
		firewall.setAllowedHeaderValues((value) -> true);
		firewall.setAllowedParameterNames((name) -> true);
		return firewall;
	}

	/** Answers requests that the firewall rejects, such as one with {@code ..;}. */
	@Bean
	RequestRejectedHandler rejectedRequests() {
		return (request, response, ex) -> this.problems.resolveException(request, response, null,
				ProblemException.malformedRequest(request.getRequestURI().contains("//")
						? "The path has two slashes in a row: send one."
						: "The path has characters or parts that are not allowed, such as ; or an encoded slash."));
	}

	/** Observing every single filter costs more than the filters. */
	@Bean
	SecurityObservationSettings securityObservations() {
		return SecurityObservationSettings.noObservations();
	}

	/** Applies to all chains, also those of other features. */
	@Bean
	Customizer<HttpSecurity> stateless() {
		return (http) -> http
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.requestCache(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.headers((headers) -> headers.cacheControl((cache) -> cache.disable())
				.httpStrictTransportSecurity((hsts) -> hsts.includeSubDomains(false)));
	}

}
