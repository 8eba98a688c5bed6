package dev.aichat.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;

/**
 * The key that signs access tokens and derives refresh tokens: the configured secret, or
 * one that is generated once into a file with mode 0600.
 */
final class SigningKey {

	/** RFC 7518, section 3.2: HS256 needs a key at least as long as its hash. */
	static final int MIN_BYTES = 32;

	private static final Path FILE = Path.of("data", "jwt.key");

	private SigningKey() {
	}

	static SecretKey of(JwtSettings settings) {
		return of(settings.secret(), FILE);
	}

	static SecretKey of(@Nullable String secret, Path file) {
		String chosen = (secret != null && !secret.isEmpty()) ? secret : readOrGenerate(file);
		byte[] bytes = chosen.getBytes(StandardCharsets.UTF_8);
		if (bytes.length < MIN_BYTES) {
			throw new IllegalStateException(
					"aichat.jwt.secret must have at least %d bytes, but has %d.".formatted(MIN_BYTES, bytes.length));
		}
		return new SecretKeySpec(bytes, "HmacSHA256");
	}

	private static String readOrGenerate(Path file) {
		try {
			if (!Files.exists(file)) {
				generate(file);
			}
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read or write the signing key " + file, ex);
		}
	}

	/**
	 * Writes a temporary file, which only its owner may read, and links it into place, so
	 * that a reader never sees half a key.
	 */
	private static void generate(Path file) throws IOException {
		Path folder = file.toAbsolutePath().getParent();
		Files.createDirectories(folder);
		Path draft = Files.createTempFile(folder, "jwt", ".draft");
		try {
			Files.writeString(draft, new Base64StringKeyGenerator(48).generateKey() + "\n");
			Files.createLink(file, draft);
		}
		catch (FileAlreadyExistsException ex) {
			// Another instance was faster; its key is used
		}
		finally {
			Files.delete(draft);
		}
	}

}
