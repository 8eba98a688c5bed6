package dev.aichat.connection;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import dev.aichat.web.HttpSettings;

/** Configures Tomcat's connections, and the filter that reads bodies. */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

	@Bean
	ConnectionLimits connectionLimits(Environment settings, HttpSettings http) {
		return ConnectionLimits.of(settings, http);
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedConnections(ConnectionLimits limits,
			Environment environment) {
		return (tomcat) -> {
			tomcat.setProtocol(BoundedHttpProtocol.class.getName());
			tomcat.addEngineValves(new UnreadBodyValve());
			tomcat.addConnectorCustomizers((connector) -> {
				BoundedHttpProtocol protocol = (BoundedHttpProtocol) connector.getProtocolHandler();
				protocol.setMaxConnections(limits.connections());
				protocol.setHeads(limits.heads());
				if (Threading.VIRTUAL.isActive(environment)) {
					protocol.setExecutor(virtualThreads(limits.requests()));
				}
			});
		};
	}

	/**
	 * Boot's own executor has no limit. A request that waits for its turn is not read.
	 */
	private static Executor virtualThreads(int max) {
		Executor threads = new VirtualThreadTaskExecutor("tomcat-handler-");
		Semaphore free = new Semaphore(max, true);
		return (request) -> threads.execute(() -> {
			free.acquireUninterruptibly();
			try {
				request.run();
			}
			finally {
				free.release();
			}
		});
	}

	/** Runs after security, so that no body is read for a caller without access. */
	@Bean
	FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(HttpSettings settings, ConnectionLimits limits) {
		FilterRegistrationBean<BodyLimitFilter> registration = new FilterRegistrationBean<>(
				new BodyLimitFilter(settings, limits.bodies()));
		registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
		return registration;
	}

}
