package dev.aichat.startup;

import java.net.Inet6Address;
import java.net.InetAddress;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Logs the service's addresses as the last line of a good start. */
@Component
class StartupReport {

	private static final Logger log = LoggerFactory.getLogger(StartupReport.class);

	@EventListener
	@Order(Ordered.LOWEST_PRECEDENCE)
	void report(ApplicationReadyEvent ready) {
		Environment environment = ready.getApplicationContext().getEnvironment();
		Integer port = environment.getProperty("local.server.port", Integer.class);
		if (port != null) {
			ServerProperties server = ready.getApplicationContext().getBean(ServerProperties.class);
			boolean secure = server.getSsl() != null && server.getSsl().isEnabled();
			String address = "%s://%s:%d".formatted(secure ? "https" : "http", host(server.getAddress()), port);
			log.info("Ready at {}, Swagger UI at {}/api/docs, console at {}/admin", address, address, address);
		}
	}

	private static String host(@Nullable InetAddress address) {
		if (address == null || address.isAnyLocalAddress()) {
			return "localhost";
		}
		return (address instanceof Inet6Address) ? "[%s]".formatted(address.getHostAddress())
				: address.getHostAddress();
	}

}
