package dev.aichat.chatpage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.webjars.WebJarVersionLocator;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.springframework.web.servlet.resource.VersionResourceResolver;

import dev.aichat.web.ResponsePolicy;
import dev.aichat.web.Routes;

/**
 * Serves the chat page's modules, style sheets and icons below a hash of them all, so
 * that browsers cache them for good and modules import each other by relative paths.
 */
@Configuration(proxyBeanMethods = false)
class ChatPageAssets {

	private static final String FILES = Routes.ASSETS
			+ "/*/{file:(?:[a-z-]+|marked\\.esm|pico\\.classless\\.min)\\.(?:js|css|svg)}";

	private static final Duration FOR_GOOD = Duration.ofDays(365);

	private final List<Resource> folders;

	private final String version;

	ChatPageAssets(ResourcePatternResolver classpath) throws IOException {
		Resource pico = webjar("picocss__pico", "css/pico.classless.min.css");
		Resource marked = webjar("marked", "lib/marked.esm.js");
		this.folders = List.of(new ClassPathResource("pages/chat/"), new ClassPathResource("pages/assets/"),
				pico.createRelative(""), marked.createRelative(""));
		List<Resource> files = new ArrayList<>(List.of(pico, marked));
		files.addAll(List.of(classpath.getResources("classpath:pages/chat/*")));
		files.addAll(List.of(classpath.getResources("classpath:pages/assets/*")));
		this.version = version(files);
	}

	/** The path of the folder that the assets seem to be in. */
	String path() {
		return Routes.ASSETS + "/" + this.version;
	}

	@Bean
	SimpleUrlHandlerMapping chatPageAssetMapping(ResourceHttpRequestHandler chatPageAssetHandler) {
		return new SimpleUrlHandlerMapping(Map.of(FILES, chatPageAssetHandler), -1);
	}

	@Bean
	ResourceHttpRequestHandler chatPageAssetHandler() {
		ResourceHttpRequestHandler handler = new ResourceHttpRequestHandler();
		handler.setLocations(this.folders);
		handler.setResourceResolvers(List.of(new VersionResourceResolver().addFixedVersionStrategy(this.version, "/**"),
				new PathResourceResolver()));
		handler.setCacheControl(CacheControl.maxAge(FOR_GOOD).cachePublic().immutable());
		return handler;
	}

	@Bean
	ResponsePolicy chatPageAssetPolicy() {
		return new ResponsePolicy(Set.of(Routes.ASSETS), ResponsePolicy.NOTHING, true);
	}

	private static Resource webjar(String name, String file) {
		return new ClassPathResource(String.valueOf(new WebJarVersionLocator().fullPath(name, file)));
	}

	/** The same on every instance, in whatever order it finds the files. */
	private static String version(List<Resource> files) throws IOException {
		files.sort(Comparator.comparing((file) -> String.valueOf(file.getFilename())));
		ByteArrayOutputStream contents = new ByteArrayOutputStream();
		for (Resource file : files) {
			contents.writeBytes(file.getContentAsByteArray());
		}
		return DigestUtils.md5DigestAsHex(contents.toByteArray());
	}

}
