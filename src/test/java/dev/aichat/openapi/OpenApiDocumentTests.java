package dev.aichat.openapi;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** The document can be switched off. */
class OpenApiDocumentTests {

	@Test
	void nothingIsMadeWithoutTheDocument() {
		new ApplicationContextRunner().withUserConfiguration(OpenApiDocument.class)
			.withPropertyValues("springdoc.api-docs.enabled=false")
			.run((started) -> assertThat(started).hasNotFailed().doesNotHaveBean(OpenApiDocument.class));
	}

}
