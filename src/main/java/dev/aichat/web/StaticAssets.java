package dev.aichat.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.webjars.WebJarVersionLocator;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves modules, style sheets and icons below a hash of them all, so that browsers cache
 * them for good and they refer to each other by relative paths.
 */
@Configuration(proxyBeanMethods = false)
public class StaticAssets implements WebMvcConfigurer {

	private static final String FILES = "/{file:(?:[a-z-]+|marked\\.esm|pico\\.classless\\.min)\\.(?:js|css|svg)}";

	private final Resource[] folders;

	private final String path;

	StaticAssets(ResourcePatternResolver classpath) throws IOException {
		Resource pico = webjar("picocss__pico", "css/pico.classless.min.css");
		Resource marked = webjar("marked", "lib/marked.esm.js");
		this.folders = new Resource[] { new ClassPathResource("pages/chat/"), new ClassPathResource("pages/assets/"),
				pico.createRelative(""), marked.createRelative("") };
		List<Resource> files = new ArrayList<>(List.of(pico, marked));
		files.addAll(List.of(classpath.getResources("classpath:pages/chat/*")));
		files.addAll(List.of(classpath.getResources("classpath:pages/assets/*")));
		this.path = Routes.ASSETS + "/" + version(files);
	}

	/** Returns the path below which the assets of this version are served. */
	public String path() {
		return this.path;
	}

	/** Precedes the controllers, one of which serves a file of other versions. */
	@Override
	public void addResourceHandlers(ResourceHandlerRegistry registry) {
		registry.setOrder(-1)
			.addResourceHandler(this.path + FILES)
			.addResourceLocations(this.folders)
			.setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
	}

	/** Assets of other versions are not found, which no cache may keep. */
	@Bean
	ResponsePolicy staticAssetPolicy() {
		return new ResponsePolicy(Set.of(this.path), ResponsePolicy.NOTHING, true);
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
