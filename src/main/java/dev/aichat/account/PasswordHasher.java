package dev.aichat.account;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

import dev.aichat.web.ProblemException;

/**
 * Hashes passwords with Argon2id. A hash costs a core for a while, so only half of the
 * cores hash at once, few callers wait, and all others are refused at once: a flood of
 * log-ins cannot starve chat.
 */
@Component
class PasswordHasher {

	/** NFKC makes one code point out of four at most. */
	private static final int MAX_TYPED_LENGTH = 4 * ValidPassword.MAX_LENGTH;

	private static final int CORES = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

	/** Two seconds' work, or four on a busy machine. */
	private static final int MAX_WAITING = 32 * CORES;

	private static final long MAX_WAIT_SECONDS = 5;

	private final PasswordEncoder encoder;

	private final Semaphore places = new Semaphore(CORES + MAX_WAITING);

	private final Semaphore cores = new Semaphore(CORES, true);

	/**
	 * Made at the first log-in, whoever's it is, so that starting need not wait for it.
	 */
	private final Supplier<String> nobody = SingletonSupplier.of(() -> encode("nobody's password"));

	PasswordHasher(PasswordSettings settings) {
		PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, settings.hashKibibytes(),
				settings.hashIterations());
		this.encoder = new DelegatingPasswordEncoder("argon2id", Map.of("argon2id", argon2));
	}

	/**
	 * The one form of a password that is counted, hashed and compared; or nothing if the
	 * text is too long for any, so that nobody can make us work on it.
	 */
	static Optional<String> normal(String password) {
		return (password.codePointCount(0, password.length()) <= MAX_TYPED_LENGTH)
				? Optional.of(Normalizer.normalize(password, Normalizer.Form.NFKC)) : Optional.empty();
	}

	String hash(String password) {
		String normal = normal(password).orElseThrow(() -> new IllegalArgumentException("No password is that long"));
		return onFreeCore(MAX_WAIT_SECONDS, () -> encode(normal)).orElseThrow(PasswordHasher::overloaded);
	}

	/**
	 * Compares a password with a hash, with the same work when there is no hash.
	 * @return whether there is a hash and the password is the hashed one
	 */
	boolean matches(String password, @Nullable String hash) {
		String compared = (hash != null) ? hash : this.nobody.get();
		return normal(password)
			.map((normal) -> onFreeCore(MAX_WAIT_SECONDS, () -> this.encoder.matches(normal, compared))
				.orElseThrow(PasswordHasher::overloaded))
			.filter((same) -> same && hash != null)
			.isPresent();
	}

	/**
	 * Hashes a password again whose hash is weaker than the settings want it, if nobody
	 * else needs the core now.
	 */
	Optional<String> strengthen(String password, String hash) {
		return normal(password).filter((normal) -> this.encoder.upgradeEncoding(hash))
			.flatMap((normal) -> onFreeCore(0, () -> encode(normal)));
	}

	private String encode(String normal) {
		return String.valueOf(this.encoder.encode(normal));
	}

	/** Does the work, unless too many wait already or it takes too long to begin. */
	private <T> Optional<T> onFreeCore(long maxWaitSeconds, Supplier<T> work) {
		if (!this.places.tryAcquire()) {
			return Optional.empty();
		}
		try {
			return acquireCore(maxWaitSeconds) ? Optional.of(onThisCore(work)) : Optional.empty();
		}
		finally {
			this.places.release();
		}
	}

	private boolean acquireCore(long maxWaitSeconds) {
		try {
			return this.cores.tryAcquire(maxWaitSeconds, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private <T> T onThisCore(Supplier<T> work) {
		try {
			return work.get();
		}
		finally {
			this.cores.release();
		}
	}

	private static ProblemException overloaded() {
		return new ProblemException(HttpStatus.TOO_MANY_REQUESTS, "rate_limited",
				"Too many people are logging in right now, try again soon.")
			.header("Retry-After", "1");
	}

}
