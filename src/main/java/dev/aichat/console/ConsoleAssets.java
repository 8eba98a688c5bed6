package dev.aichat.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import org.webjars.WebJarVersionLocator;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Serves the console's style sheets and icons, which browsers revalidate by ETag. */
@Configuration(proxyBeanMethods = false)
class ConsoleAssets {

	private static final Map<String, String> FILES = Map.of("/admin/assets/pico.css",
			String.valueOf(new WebJarVersionLocator().fullPath("picocss__pico", "css/pico.classless.min.css")),
			"/admin/assets/admin.css", "pages/admin.css", "/admin/assets/icon.svg", "pages/admin.svg",
			"/admin/assets/chevron.svg", "pages/chevron.svg");

	/** The paths, which need no session. */
	static final String[] PATHS = FILES.keySet().toArray(String[]::new);

	/**
	 * Router functions match before the console's catch-all; resource handlers would not.
	 */
	@Bean
	RouterFunction<ServerResponse> consoleAssetRoutes() {
		RouterFunctions.Builder routes = RouterFunctions.route();
		FILES.forEach((path, file) -> routes.resource(RequestPredicates.path(path), new ClassPathResource(file),
				ConsoleAssets::writeETag));
		return routes.build();
	}

	private static void writeETag(Resource file, HttpHeaders headers) {
		try {
			headers.setETag('"' + DigestUtils.md5DigestAsHex(file.getContentAsByteArray()) + '"');
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
