package dev.aichat.openapi;

import java.io.IOException;
import java.util.Set;

import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Failures are documented by their names. */
class ProblemDocumentationTests {

	@Test
	void unknownFailureIsRejected() throws IOException {
		ProblemDocumentation problems = new ProblemDocumentation(Yaml31.mapper().readValue("""
				components:
				  examples:
				    known: { value: { status: 404, detail: Not here. } }
				  schemas:
				    Problem: { type: object, properties: { code: { type: string } } }""", OpenAPI.class));
		ApiResponses responses = new ApiResponses();
		problems.add(responses, Set.of("known"));
		assertThat(responses).containsOnlyKeys("404");
		assertThatIllegalStateException().isThrownBy(() -> problems.add(responses, Set.of("known", "unknwon")))
			.withMessageContaining("unknwon");
	}

}
