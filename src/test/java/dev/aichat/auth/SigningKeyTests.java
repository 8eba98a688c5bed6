package dev.aichat.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import javax.crypto.SecretKey;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Concurrently;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The signing key: its length, generation and file. */
@Tag("mutation")
class SigningKeyTests {

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "0123456789012345678901234567890", "äääääääääääääääa" })
	void tooShortSecretIsRejected(String secret) {
		assertThatIllegalStateException().isThrownBy(() -> SigningKey.of(secret, file()))
			.withMessage("aichat.jwt.secret must have at least 32 bytes, but has 31.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "01234567890123456789012345678901", "ääääääääääääääää" })
	void secretOfEnoughBytesIsTheKeyAndNoFileIsMade(String secret) {
		assertThat(SigningKey.of(secret, file()).getEncoded()).hasSize(32).asString().isEqualTo(secret);
		assertThat(file()).doesNotExist();
	}

	@ParameterizedTest
	@NullAndEmptySource
	void keyIsGeneratedOnceIntoAFileThatOnlyItsOwnerReads(String secret) throws IOException {
		SecretKey generated = SigningKey.of(secret, file());
		assertThat(generated.getEncoded()).hasSizeGreaterThanOrEqualTo(64);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
		assertThat(SigningKey.of(secret, file())).isEqualTo(generated);
		assertThat(SigningKey.of(secret, this.folder.resolve("other").resolve("jwt.key"))).isNotEqualTo(generated);
	}

	@Test
	void concurrentGenerationsAgreeOnOneKey() throws IOException {
		assertThat(Concurrently.run(16, (i) -> SigningKey.of(null, file()))).containsOnly(SigningKey.of(null, file()));
		try (Stream<Path> files = Files.list(file().getParent())) {
			assertThat(files).containsExactly(file());
		}
	}

	@Test
	void tooShortKeyFileIsRejected() throws IOException {
		Files.createDirectories(file().getParent());
		Files.writeString(file(), "short\n");
		assertThatIllegalStateException().isThrownBy(() -> SigningKey.of(null, file()))
			.withMessageContaining("at least 32 bytes");
	}

	@Test
	void unusableFolderIsNamed() throws IOException {
		Files.writeString(this.folder.resolve("data"), "a file where a folder should be");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> SigningKey.of(null, file()))
			.withMessageContaining("signing key")
			.withMessageContaining(file().toString());
	}

	private Path file() {
		return this.folder.resolve("data").resolve("jwt.key");
	}

}
