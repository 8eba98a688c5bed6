package dev.aichat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.FileSystemUtils;

import dev.aichat.testing.Chromium;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The linters and client generators that others use accept the OpenAPI document: the
 * tools of {@code src/test/node}. Without Node.js, or where their packages cannot be
 * fetched, the tests are skipped, unless {@code -Dnode.required=true} is given.
 */
@EnabledIf("isWanted")
class OpenApiToolsTests extends ServiceTests {

	private static final Path FOLDER = Path.of("target", "node");

	private static final Path SOURCE = Path.of("src", "test", "node");

	private static final String LOCK = "package-lock.json";

	static boolean isWanted() {
		boolean here = Chromium.find(List.of("npm")).isPresent();
		if (!here) {
			System.err.println("The checks of the OpenAPI document need Node.js and npm, which were not found here.");
		}
		return here || Boolean.getBoolean("node.required");
	}

	@BeforeAll
	static void install() throws Exception {
		boolean installed = Files.exists(FOLDER.resolve("node_modules").resolve("." + LOCK))
				&& Files.mismatch(FOLDER.resolve(LOCK), SOURCE.resolve(LOCK)) < 0;
		FileSystemUtils.copyRecursively(SOURCE, FOLDER);
		if (!installed) {
			try {
				run("npm", "ci");
			}
			catch (AssertionError ex) {
				System.err.println("The checks of the OpenAPI document are skipped: " + ex.getMessage());
				assumeThat(Boolean.getBoolean("node.required")).isTrue();
				throw ex;
			}
		}
	}

	@BeforeEach
	void writeDocument() throws Exception {
		Files.writeString(FOLDER.resolve("openapi.json"), this.client.get("/api/schema").body());
	}

	@ParameterizedTest
	@ValueSource(strings = { "redocly", "spectral" })
	void documentPassesTheLinter(String linter) throws Exception {
		run("npm", "run", linter);
	}

	@Test
	void generatedClientTypesEventsAndProblems() throws Exception {
		run("npm", "run", "generate");
		run("npm", "run", "compile");
		Caller user = this.client.newUserWith(130);
		assertThat(run("node", "journey.js", this.client.uri("").toString(), user.token()))
			.isEqualTo("price 100\ntext This is a dummy response.\nmissing 70\n");
	}

	/** Runs a program, which must succeed, and returns its output. */
	private static String run(String... command) throws Exception {
		Process process = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as("%s\n%s", String.join(" ", command), output).isZero();
		return output;
	}

}
