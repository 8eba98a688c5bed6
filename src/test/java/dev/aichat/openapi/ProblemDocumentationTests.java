package dev.aichat.openapi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.swagger.v3.oas.models.responses.ApiResponses;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Failures are documented by their names. */
class ProblemDocumentationTests {

	@Test
	void unknownFailureIsRejected() throws IOException {
		ProblemDocumentation problems = new ProblemDocumentation(
				new ByteArrayResource("known: { status: 404, detail: Not here. }".getBytes(StandardCharsets.UTF_8)),
				new EmbeddedValueResolver(new DefaultListableBeanFactory()));
		ApiResponses responses = new ApiResponses();
		problems.add(responses, Set.of("known"));
		assertThat(responses).containsOnlyKeys("404");
		assertThatIllegalStateException().isThrownBy(() -> problems.add(responses, Set.of("known", "unknwon")))
			.withMessageContaining("unknwon");
	}

}
