package dev.aichat.startup;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Failures of the host are explained in a sentence that names the file or the setting.
 */
class HostFailureAnalyzerTests {

	private final HostFailureAnalyzer analyzer = new HostFailureAnalyzer(
			new MockEnvironment().withProperty("server.port", "8000").withProperty("management.server.port", "8001"));

	@TempDir
	Path folder;

	@ParameterizedTest
	@MethodSource
	void failureIsExplained(Throwable failure, String description) {
		explains(failure, description);
	}

	static Stream<Arguments> failureIsExplained() {
		Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
		return Stream.of(
				arguments(new PortInUseException(8000), "Port 8000 (server.port) is in use by another process."),
				arguments(new PortInUseException(8001),
						"Port 8001 (management.server.port) is in use by another process."),
				arguments(new BindException("Permission denied"),
						"The service cannot listen at server.address or management.server.address, or at their ports: "
								+ "Permission denied."),
				arguments(new UncheckedIOException(new AccessDeniedException("./data/jwt.key")),
						Path.of("data/jwt.key").toAbsolutePath() + " cannot be read or written: permission denied."),
				arguments(new AccessDeniedException(temporary.resolve("tomcat.8000.1").toString()),
						"The temporary folder %s cannot be used: permission denied.".formatted(temporary)),
				arguments(new IllegalStateException("aichat.jwt.secret must have at least 32 bytes, but has 5."),
						"aichat.jwt.secret must have at least 32 bytes, but has 5."));
	}

	@Test
	void fileInsteadOfFolderIsNamed() throws Exception {
		Path data = Files.createFile(this.folder.resolve("data"));
		explains(catchThrowable(() -> Files.createDirectories(data)),
				data + " cannot be read or written: a file is where a folder should be.");
	}

	@Test
	void otherFailuresAreLeftToOthers() {
		assertThat(this.analyzer.analyze(new IllegalStateException("a bug"))).isNull();
	}

	private void explains(Throwable failure, String description) {
		FailureAnalysis analysis = this.analyzer.analyze(new IllegalStateException("wrapped", failure));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo(description);
		assertThat(analysis.getAction()).endsWith(".");
	}

}
