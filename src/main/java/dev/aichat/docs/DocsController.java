package dev.aichat.docs;

import io.swagger.v3.oas.annotations.Hidden;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.aichat.web.Routes;

/** Leads to Swagger UI, and serves its page. */
@RestController
@Hidden
class DocsController {

	@GetMapping(Routes.API)
	ResponseEntity<Void> api() {
		return ResponseEntity.status(HttpStatus.FOUND).header(HttpHeaders.LOCATION, Routes.DOCS).build();
	}

	@GetMapping(path = Routes.DOCS, produces = MediaType.TEXT_HTML_VALUE)
	Resource docs() {
		return new ClassPathResource("pages/docs.html");
	}

}
