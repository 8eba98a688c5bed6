package dev.aichat.web;

import java.io.IOException;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.RemoteIpValve;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.task.TaskDecorator;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Configures Tomcat and the filters around every request, outermost first: request id,
 * timing, response headers, trailing slash, CORS, failures; then security.
 */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

	@Bean
	@FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE)
	RequestIdFilter requestIdFilter() {
		return new RequestIdFilter();
	}

	@Bean
	@FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE + 1)
	RequestTimingFilter requestTimingFilter(MeterRegistry registry) {
		return new RequestTimingFilter(registry);
	}

	@Bean
	@FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE + 2)
	ResponseHeadersFilter responseHeadersFilter(List<ResponsePolicy> policies) {
		return new ResponseHeadersFilter(policies);
	}

	/** Logs failures of scheduled jobs as those of requests. */
	@Bean
	SimpleAsyncTaskSchedulerCustomizer failuresOnVirtualThreads(ProblemRenderer problems) {
		return (scheduler) -> scheduler.setErrorHandler(problems::problem);
	}

	@Bean
	ThreadPoolTaskSchedulerCustomizer failuresOnPlatformThreads(ProblemRenderer problems) {
		return (scheduler) -> scheduler.setErrorHandler(problems::problem);
	}

	@Bean
	TaskDecorator requestIdKeeper() {
		return RequestIdFilter::keepId;
	}

	/** Runs before security, so that security sees the path that is served. */
	@Bean
	@FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE + 3)
	UrlHandlerFilter trailingSlashFilter() {
		return UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build();
	}

	/** Runs before security, because preflight requests carry no access token. */
	@Bean
	FilterRegistrationBean<CorsFilter> corsFilter(CorsSettings settings) {
		CorsConfiguration configuration = settings.configuration();
		CorsFilter filter = new CorsFilter((request) -> configuration);
		filter.setCorsProcessor(new LenientCorsProcessor());
		FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 4);
		registration.addUrlPatterns(Routes.API + "/*");
		registration.setEnabled(!settings.allowedOrigins().isEmpty());
		return registration;
	}

	/** Answers failures of all filters within as those of controllers. */
	@Bean
	@FilterRegistration(order = Ordered.HIGHEST_PRECEDENCE + 5)
	Filter problemFilter(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		return (request, response, chain) -> {
			try {
				chain.doFilter(request, response);
			}
			catch (RuntimeException ex) {
				if (response.isCommitted() || problems.resolveException((HttpServletRequest) request,
						(HttpServletResponse) response, null, ex) == null) {
					throw ex;
				}
			}
		};
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat(HttpSettings settings) {
		return (tomcat) -> {
			tomcat.addContextCustomizers((context) -> {
				if (context.getParent() instanceof StandardHost host) {
					host.setErrorReportValveClass(ContainerProblemValve.class.getName());
				}
			});
			// TRACE is answered as any other method that no route has
			tomcat.addConnectorCustomizers((connector) -> connector.setAllowTrace(true));
			if (!settings.trustedProxies().isEmpty()) {
				// Filters, limits and cookies see the client instead of the proxy
				RemoteIpValve valve = new RemoteIpValve();
				valve.setInternalProxies(settings.proxyRanges());
				tomcat.addEngineValves(valve);
			}
		};
	}

	/** Sends TRACE to the routes, too; the servlet API would echo the request. */
	@Bean(DispatcherServletAutoConfiguration.DEFAULT_DISPATCHER_SERVLET_BEAN_NAME)
	DispatcherServlet dispatcherServlet() {
		return new DispatcherServlet() {
			@Override
			protected void doTrace(HttpServletRequest request, HttpServletResponse response)
					throws ServletException, IOException {
				processRequest(request, response);
			}
		};
	}

	/**
	 * Leaves the enforcement of CORS to browsers, as the Fetch standard has it: an origin
	 * that is not allowed gets the usual answer without CORS headers. So the API's own
	 * documentation works behind any proxy, and every refusal is a problem.
	 */
	private static final class LenientCorsProcessor extends DefaultCorsProcessor {

		@Override
		public boolean processRequest(@Nullable CorsConfiguration configuration, HttpServletRequest request,
				HttpServletResponse response) throws IOException {
			try {
				super.processRequest(configuration, request, response);
			}
			catch (IllegalStateException ex) {
				// An origin whose port is no number is not allowed
			}
			return true;
		}

		@Override
		protected void rejectRequest(ServerHttpResponse response) {
		}

	}

}
