package dev.aichat.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.swagger.v3.oas.annotations.Hidden;

import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.web.Routes;

/** Serves the home page and the page of Swagger UI. */
@RestController
@Hidden
class HomeController {

	private final EmbeddedValueResolver values;

	HomeController(EmbeddedValueResolver values) {
		this.values = values;
	}

	@GetMapping(path = Routes.HOME, produces = MediaType.TEXT_HTML_VALUE)
	String home() throws IOException {
		return String.valueOf(this.values
			.resolveStringValue(new ClassPathResource("pages/home.html").getContentAsString(StandardCharsets.UTF_8)));
	}

	@GetMapping(Routes.API)
	ResponseEntity<Void> api() {
		return ResponseEntity.status(HttpStatus.FOUND).header(HttpHeaders.LOCATION, Routes.DOCS).build();
	}

	@GetMapping(path = Routes.DOCS, produces = MediaType.TEXT_HTML_VALUE)
	Resource docs() {
		return new ClassPathResource("pages/docs.html");
	}

}
