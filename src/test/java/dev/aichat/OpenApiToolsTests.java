package dev.aichat;

import java.nio.file.Files;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Node;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** The linters and client generators that others use accept the OpenAPI document. */
@EnabledIf("dev.aichat.testing.Node#isWanted")
class OpenApiToolsTests extends ServiceTests {

	@BeforeAll
	static void install() throws Exception {
		Node.install();
	}

	@BeforeEach
	void writeDocument() throws Exception {
		Files.writeString(Node.FOLDER.resolve("openapi.json"), this.client.get("/api/schema").body());
	}

	@ParameterizedTest
	@ValueSource(strings = { "redocly", "spectral" })
	void documentPassesTheLinter(String linter) throws Exception {
		Node.run("npm", "run", linter);
	}

	@Test
	void generatedClientTypesEventsAndProblems() throws Exception {
		Node.run("npm", "run", "generate");
		Node.run("npm", "run", "compile");
		Caller user = this.client.newUserWith(130);
		assertThat(Node.run("node", "journey.js", this.client.uri("").toString(), user.token()))
			.isEqualTo("price 100\ntext This is a dummy response.\nmissing 70\n");
	}

}
