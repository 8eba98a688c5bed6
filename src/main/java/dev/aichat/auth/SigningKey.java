package dev.aichat.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The key that signs access tokens: the configured secret, or one that is generated once
 * into a file with mode 0600.
 */
final class SigningKey {

	/** RFC 7518, section 3.2: HS256 needs a key at least as long as its hash. */
	static final int MIN_BYTES = 32;

	private SigningKey() {
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

	/** Writes a draft and links it into place, so that a reader never sees half a key. */
	private static void generate(Path file) throws IOException {
		byte[] random = new byte[48];
		new SecureRandom().nextBytes(random);
		Path folder = file.toAbsolutePath().getParent();
		Files.createDirectories(folder);
		Path draft = Files.createTempFile(folder, "jwt", ".draft", ownerOnly());
		try {
			Files.writeString(draft, Base64.getEncoder().encodeToString(random) + "\n", StandardOpenOption.WRITE);
			Files.createLink(file, draft);
		}
		catch (FileAlreadyExistsException ex) {
			// Another instance was faster; its key is used
		}
		finally {
			Files.delete(draft);
		}
	}

	private static FileAttribute<?>[] ownerOnly() {
		Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
		return views.contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

}
