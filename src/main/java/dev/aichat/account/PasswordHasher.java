package dev.aichat.account;

import java.text.Normalizer;
import java.util.Map;
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
 * cores hash at once and few callers wait: a flood of log-ins cannot starve chat.
 */
@Component
class PasswordHasher {

	/** OWASP Password Storage Cheat Sheet: 19 MiB of memory, 2 iterations, 1 lane. */
	private static final PasswordEncoder ARGON2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);

	private static final int MAX_WAITING = 64;

	private static final long MAX_WAIT_SECONDS = 5;

	private final PasswordEncoder encoder = new DelegatingPasswordEncoder("argon2id", Map.of("argon2id", ARGON2));

	private final Semaphore cores = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

	/**
	 * Made at the first log-in, whoever's it is, so that starting need not wait for it.
	 */
	private final Supplier<String> nobody = SingletonSupplier.of(() -> this.encoder.encode("nobody's password"));

	/** The one form of a password that is counted, hashed and compared. */
	static String normal(String password) {
		return Normalizer.normalize(password, Normalizer.Form.NFKC);
	}

	String hash(String password) {
		return onFreeCore(() -> this.encoder.encode(normal(password)));
	}

	/**
	 * Compares a password with a hash, with the same work when there is no hash.
	 * @return whether there is a hash and the password is the hashed one
	 */
	boolean matches(String password, @Nullable String hash) {
		String nobodys = this.nobody.get();
		boolean same = onFreeCore(() -> this.encoder.matches(normal(password), (hash != null) ? hash : nobodys));
		return same && hash != null;
	}

	private <T> T onFreeCore(Supplier<T> work) {
		if (this.cores.getQueueLength() >= MAX_WAITING || !acquire()) {
			throw new ProblemException(HttpStatus.TOO_MANY_REQUESTS, "rate_limited",
					"Too many people are logging in right now, try again soon.")
				.header("Retry-After", "1");
		}
		try {
			return work.get();
		}
		finally {
			this.cores.release();
		}
	}

	private boolean acquire() {
		try {
			return this.cores.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
