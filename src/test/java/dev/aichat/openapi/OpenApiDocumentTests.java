package dev.aichat.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.web.method.HandlerMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The document can be switched off, and knows the failures of its operations. */
class OpenApiDocumentTests {

	@Test
	void documentThatIsSwitchedOffIsNotMade() {
		new ApplicationContextRunner().withUserConfiguration(OpenApiDocument.class)
			.withPropertyValues("springdoc.api-docs.enabled=false")
			.run((started) -> assertThat(started).hasNotFailed().doesNotHaveBean(OpenApiDocument.class));
	}

	@Test
	void unknownFailureIsRejected() throws Exception {
		OpenApiDocument document = new OpenApiDocument(new ByteArrayResource("components: { examples: {} }".getBytes()),
				new DefaultListableBeanFactory());
		Operation operation = new Operation().description("Fails.")
			.responses(new ApiResponses().addApiResponse("200", new ApiResponse().content(new Content())));
		HandlerMethod handler = new HandlerMethod(this, "fail");
		assertThatIllegalStateException().isThrownBy(() -> document.customize(operation, handler))
			.withMessageContaining("unknwon");
	}

	@Failures("unknwon")
	public void fail() {
	}

}
