package dev.aichat.user;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import org.springframework.security.crypto.password.AbstractValidatingPasswordEncoder;

/**
 * Argon2id (RFC 9106) in the PHC string format, as Spring Security's own encoder has it.
 * But hashes that follow one another use the same memory: as garbage, that of a flood of
 * log-ins would stop everybody several times a second.
 */
final class Argon2id extends AbstractValidatingPasswordEncoder {

	private static final Pattern FORMAT = Pattern
		.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([\\w+/]+)\\$([\\w+/]+)");

	private static final int SALT_BYTES = 16;

	private static final int HASH_BYTES = 32;

	private final SecureRandom random = new SecureRandom();

	private final int kibibytes;

	private final int iterations;

	private final int pooled;

	/** Whoever hashes holds it; else the next garbage collection may have it. */
	private volatile WeakReference<Argon2Memory> memory = new WeakReference<>(null);

	/**
	 * An encoder of one strength, which matches hashes of any.
	 * @param kibibytes the memory of a hash
	 * @param iterations how often a hash goes over it
	 * @param parallel how many hashes are made at once
	 */
	Argon2id(int kibibytes, int iterations, int parallel) {
		this.kibibytes = kibibytes;
		this.iterations = iterations;
		this.pooled = kibibytes * parallel;
	}

	@Override
	protected String encodeNonNullPassword(String password) {
		byte[] salt = new byte[SALT_BYTES];
		this.random.nextBytes(salt);
		byte[] hash = hash(password, salt, this.kibibytes, this.iterations, 1, HASH_BYTES);
		Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
		return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s".formatted(this.kibibytes, this.iterations,
				base64.encodeToString(salt), base64.encodeToString(hash));
	}

	@Override
	protected boolean matchesNonNull(String password, String encoded) {
		Matcher parts = FORMAT.matcher(encoded);
		if (!parts.matches()) {
			return false;
		}
		byte[] expected = Base64.getDecoder().decode(parts.group(5));
		byte[] actual = hash(password, Base64.getDecoder().decode(parts.group(4)), Integer.parseInt(parts.group(1)),
				Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)), expected.length);
		return MessageDigest.isEqual(expected, actual);
	}

	@Override
	protected boolean upgradeEncodingNonNull(String encoded) {
		Matcher parts = FORMAT.matcher(encoded);
		return parts.matches() && (Integer.parseInt(parts.group(1)) < this.kibibytes
				|| Integer.parseInt(parts.group(2)) < this.iterations);
	}

	private byte[] hash(String password, byte[] salt, int kib, int passes, int lanes, int length) {
		Argon2BytesGenerator generator = new Argon2BytesGenerator();
		generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withSalt(salt)
			.withMemoryAsKB(kib)
			.withIterations(passes)
			.withParallelism(lanes)
			.withBlockPool(memory())
			.build());
		byte[] hash = new byte[length];
		generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
		return hash;
	}

	/** Of two who both find none, one keeps its own to itself. */
	private Argon2Memory memory() {
		Argon2Memory known = this.memory.get();
		if (known != null) {
			return known;
		}
		Argon2Memory fresh = new Argon2Memory(this.pooled);
		this.memory = new WeakReference<>(fresh);
		return fresh;
	}

}
