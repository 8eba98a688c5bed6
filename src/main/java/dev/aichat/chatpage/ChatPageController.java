package dev.aichat.chatpage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.swagger.v3.oas.annotations.Hidden;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.web.ResponsePolicy;
import dev.aichat.web.Routes;
import dev.aichat.web.StaticAssets;

/** Serves the chat page, which names its assets by their hash. */
@RestController
@Hidden
class ChatPageController {

	private final String page;

	private final Resource loader;

	ChatPageController(StaticAssets assets, @Value("classpath:pages/chat.html") Resource page,
			@Value("classpath:pages/chat/loader.js") Resource loader) throws IOException {
		this.loader = loader;
		this.page = page.getContentAsString(StandardCharsets.UTF_8).replace("{assets}", assets.path());
	}

	@GetMapping(path = Routes.HOME, produces = MediaType.TEXT_HTML_VALUE)
	String page() {
		return this.page;
	}

	/**
	 * Serves the loader to pages of other versions, too, whose other assets are not here.
	 */
	@GetMapping(path = Routes.ASSETS + "/*/loader.js", produces = "text/javascript")
	Resource loader() {
		return this.loader;
	}

	/** Nothing inline, nothing from elsewhere, and no text that becomes HTML. */
	@Bean
	static ResponsePolicy chatPagePolicy() {
		return new ResponsePolicy(Set.of(Routes.HOME),
				"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
						+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
						+ "require-trusted-types-for 'script'; trusted-types 'none'",
				false);
	}

}
