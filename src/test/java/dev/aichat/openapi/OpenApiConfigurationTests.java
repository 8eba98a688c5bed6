package dev.aichat.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** The document can be switched off. */
class OpenApiConfigurationTests {

	@Test
	void configurationIsLeftOutWithoutTheDocument() {
		new ApplicationContextRunner().withUserConfiguration(OpenApiConfiguration.class)
			.withPropertyValues("springdoc.api-docs.enabled=false")
			.run((started) -> assertThat(started).hasNotFailed().doesNotHaveBean(OpenAPI.class));
	}

}
