package dev.aichat.web;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.catalina.core.StandardHost;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.task.TaskDecorator;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * The filters around every request, outermost first: its id, the headers of its answer,
 * its path without a trailing slash, whose page it comes from, then security, then its
 * body.
 */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

	@Bean
	FilterRegistrationBean<RequestIdFilter> requestIdFilter() {
		return ordered(new RequestIdFilter(), Ordered.HIGHEST_PRECEDENCE);
	}

	@Bean
	FilterRegistrationBean<ResponseHeadersFilter> responseHeadersFilter() {
		return ordered(new ResponseHeadersFilter(), Ordered.HIGHEST_PRECEDENCE + 1);
	}

	@Bean
	TaskDecorator requestIdKeeper() {
		return RequestIdFilter::keepId;
	}

	/** Runs before security, so that security sees the path that is served. */
	@Bean
	FilterRegistrationBean<UrlHandlerFilter> trailingSlashFilter() {
		return ordered(UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build(),
				Ordered.HIGHEST_PRECEDENCE + 2);
	}

	/**
	 * Runs before security, because browsers ask without a token whether they may call.
	 */
	@Bean
	FilterRegistrationBean<CorsFilter> corsFilter(CorsSettings settings) {
		CorsConfiguration configuration = settings.configuration();
		CorsFilter filter = new CorsFilter((request) -> configuration);
		filter.setCorsProcessor(new LenientCorsProcessor());
		FilterRegistrationBean<CorsFilter> registration = ordered(filter, Ordered.HIGHEST_PRECEDENCE + 3);
		registration.addUrlPatterns("/api/*");
		registration.setEnabled(!settings.allowedOrigins().isEmpty());
		return registration;
	}

	/** Runs after security: who may not call has no body read. */
	@Bean
	FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(HttpSettings settings,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		return ordered(new BodyLimitFilter(settings, problems), SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerProblems() {
		return (tomcat) -> tomcat.addContextCustomizers((context) -> {
			if (context.getParent() instanceof StandardHost host) {
				host.setErrorReportValveClass(ContainerProblemValve.class.getName());
			}
		});
	}

	/** Before everything else, so that filters, audits and access logs see the client. */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> clientAddresses(HttpSettings settings) {
		return (tomcat) -> {
			if (!settings.trustedProxies().isEmpty()) {
				tomcat.addEngineValves(new ClientAddressValve(settings.trustedProxies()));
			}
		};
	}

	/**
	 * A request that waits for the AI holds all of its connection's buffers. Tomcat's
	 * would do for pages; our messages are small, and those who wait many.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> smallBuffers() {
		return (tomcat) -> {
			tomcat.setProtocol(SmallAnswersProtocol.class.getName());
			tomcat.addConnectorCustomizers((connector) -> {
				connector.setProperty("socket.appReadBufSize", "2048");
				connector.setProperty("socket.appWriteBufSize", "2048");
				connector.setProperty("maxTrailerSize", "1024");
			});
		};
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> responseMeters(MeterRegistry registry) {
		return (tomcat) -> tomcat.addEngineValves(new ResponseMeters(registry));
	}

	private static <F extends jakarta.servlet.Filter> FilterRegistrationBean<F> ordered(F filter, int order) {
		FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(order);
		return registration;
	}

}
