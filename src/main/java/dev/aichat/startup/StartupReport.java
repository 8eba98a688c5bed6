package dev.aichat.startup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.Ssl;
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
		Environment settings = ready.getApplicationContext().getEnvironment();
		String port = settings.getProperty("local.server.port");
		if (port != null) {
			boolean secure = Ssl.isEnabled(ready.getApplicationContext().getBean(ServerProperties.class).getSsl());
			String host = settings.getProperty("server.address", "");
			host = host.isEmpty() ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
			String address = (secure ? "https://" : "http://") + host + ":" + port;
			log.info("Ready at {}, Swagger UI at {}/api/docs, console at {}/admin", address, address, address);
		}
	}

}
