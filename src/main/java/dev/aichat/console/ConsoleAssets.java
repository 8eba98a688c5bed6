package dev.aichat.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import org.webjars.WebJarVersionLocator;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** Serves the console's style sheets and icons, which browsers revalidate by ETag. */
@Configuration(proxyBeanMethods = false)
class ConsoleAssets {

	/** The paths, which need no session. */
	static final String PATHS = "/admin/assets/{file:admin.css|pico.classless.min.css|icon.svg|chevron.svg}";

	private static final String PICO = "css/pico.classless.min.css";

	/** Precedes the controllers, whose catch-all covers these paths too. */
	@Bean
	SimpleUrlHandlerMapping consoleAssetMapping(ResourceHttpRequestHandler consoleAssetHandler) {
		return new SimpleUrlHandlerMapping(Map.of(PATHS, consoleAssetHandler), -1);
	}

	@Bean
	ResourceHttpRequestHandler consoleAssetHandler() throws IOException {
		Resource pico = new ClassPathResource(
				String.valueOf(new WebJarVersionLocator().fullPath("picocss__pico", PICO)));
		ResourceHttpRequestHandler handler = new ResourceHttpRequestHandler();
		handler.setLocations(List.of(new ClassPathResource("pages/assets/"), pico.createRelative("")));
		handler.setCacheControl(CacheControl.noCache());
		handler.setEtagGenerator(ConsoleAssets::etag);
		return handler;
	}

	private static String etag(Resource file) {
		try {
			return DigestUtils.md5DigestAsHex(file.getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
