package dev.aichat.connection;

import org.apache.coyote.AbstractProtocol;

import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.aichat.web.HttpSettings;

/** Configures Tomcat's connections, and the filter that reads bodies. */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedConnections(ConnectionSettings settings) {
		return (tomcat) -> {
			tomcat.setProtocol(BoundedHttpProtocol.class.getName());
			tomcat.addEngineValves(new UnreadBodyValve());
			tomcat.addConnectorCustomizers((connector) -> ((AbstractProtocol<?>) connector.getProtocolHandler())
				.setMaxConnections(settings.maxConnections()));
		};
	}

	/** Runs after security, so that no body is read for a caller without access. */
	@Bean
	FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(HttpSettings settings, PendingBodies pending) {
		FilterRegistrationBean<BodyLimitFilter> registration = new FilterRegistrationBean<>(
				new BodyLimitFilter(settings, pending));
		registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
		return registration;
	}

}
