package dev.aichat.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Serves modules, style sheets and icons. Those of the chat page are served below a hash
 * of them all, so that browsers cache them for good and modules import each other by
 * relative paths. Those of the console are revalidated by ETag.
 */
@Configuration(proxyBeanMethods = false)
public class StaticAssets {

	/** The console's paths, which need no session. */
	public static final String CONSOLE = "/admin/assets/{file:admin.css|pico.classless.min.css|icon.svg|chevron.svg}";

	private static final String FILES = "/{file:(?:[a-z-]+|marked\\.esm|pico\\.classless\\.min)\\.(?:js|css|svg)}";

	private static final Duration FOR_GOOD = Duration.ofDays(365);

	private final List<Resource> folders;

	private final String path;

	StaticAssets(ResourcePatternResolver classpath) throws IOException {
		Resource pico = webjar("picocss__pico", "css/pico.classless.min.css");
		Resource marked = webjar("marked", "lib/marked.esm.js");
		this.folders = List.of(new ClassPathResource("pages/chat/"), new ClassPathResource("pages/assets/"),
				pico.createRelative(""), marked.createRelative(""));
		List<Resource> files = new ArrayList<>(List.of(pico, marked));
		files.addAll(List.of(classpath.getResources("classpath:pages/chat/*")));
		files.addAll(List.of(classpath.getResources("classpath:pages/assets/*")));
		this.path = Routes.ASSETS + "/" + version(files);
	}

	/** Returns the path below which the assets of this version are served. */
	public String path() {
		return this.path;
	}

	/** Precedes the controllers, as the catch-all of the console covers its paths. */
	@Bean
	SimpleUrlHandlerMapping staticAssetMapping(ResourceHttpRequestHandler immutableAssets,
			ResourceHttpRequestHandler revalidatedAssets) {
		return new SimpleUrlHandlerMapping(Map.of(this.path + FILES, immutableAssets, CONSOLE, revalidatedAssets), -1);
	}

	@Bean
	ResourceHttpRequestHandler immutableAssets() {
		return handler(CacheControl.maxAge(FOR_GOOD).cachePublic().immutable());
	}

	@Bean
	ResourceHttpRequestHandler revalidatedAssets() {
		ResourceHttpRequestHandler handler = handler(CacheControl.noCache());
		handler.setEtagGenerator(StaticAssets::etag);
		return handler;
	}

	/** Assets of other versions are not found, which no cache may keep. */
	@Bean
	ResponsePolicy staticAssetPolicy() {
		return new ResponsePolicy(Set.of(this.path), ResponsePolicy.NOTHING, true);
	}

	private ResourceHttpRequestHandler handler(CacheControl cacheControl) {
		ResourceHttpRequestHandler handler = new ResourceHttpRequestHandler();
		handler.setLocations(this.folders);
		handler.setCacheControl(cacheControl);
		return handler;
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

	private static String etag(Resource file) {
		try {
			return DigestUtils.md5DigestAsHex(file.getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
