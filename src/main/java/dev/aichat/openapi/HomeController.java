package dev.aichat.openapi;

import io.swagger.v3.oas.annotations.Hidden;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Leads to Swagger UI, and serves it. */
@RestController
@Hidden
class HomeController {

	static final String DOCS = "/api/docs";

	@GetMapping("/api")
	ResponseEntity<Void> api() {
		return ResponseEntity.status(HttpStatus.FOUND).header(HttpHeaders.LOCATION, DOCS).build();
	}

	@GetMapping(path = DOCS, produces = MediaType.TEXT_HTML_VALUE)
	Resource docs() {
		return new ClassPathResource("pages/docs.html");
	}

}
