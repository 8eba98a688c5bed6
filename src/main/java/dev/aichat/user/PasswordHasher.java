package dev.aichat.user;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

import dev.aichat.web.ProblemException;

/**
 * Hashes and compares passwords on a few threads with a short queue. A hash takes a core
 * for a while: half of the cores hash, and requests are rejected while the queue is full,
 * so that a flood of log-ins cannot starve chat. The threads are platform threads,
 * because a virtual one would not yield its carrier while it hashes.
 */
@Component
class PasswordHasher {

	/** The most hashes at once. */
	static final int MAX_RUNNING = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

	/** Two seconds' work, or four on a busy machine. */
	static final int MAX_WAITING = 32 * MAX_RUNNING;

	private static final long MAX_SECONDS = 5;

	/** NFKC makes one code point out of four at most. */
	private static final int MAX_TYPED_LENGTH = 4 * ValidPassword.MAX_LENGTH;

	private static final int SALT_BYTES = 16;

	private static final int HASH_BYTES = 32;

	private static final int PARALLELISM = 1;

	private final PasswordEncoder encoder;

	private final Counter rejected;

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(MAX_RUNNING, MAX_RUNNING, 0, TimeUnit.SECONDS,
			new ArrayBlockingQueue<>(MAX_WAITING), daemonThreads());

	/** Compared with when there is no hash. */
	private final Supplier<String> dummyHash = SingletonSupplier.of(() -> encode("no user's password"));

	PasswordHasher(PasswordEncoder encoder, MeterRegistry meters) {
		this.encoder = encoder;
		Gauge.builder("aichat.hashing.running", this.threads, ThreadPoolExecutor::getActiveCount)
			.description("How many passwords are being hashed.")
			.register(meters);
		Gauge.builder("aichat.hashing.max", () -> MAX_RUNNING)
			.description("How many passwords may be hashed at once.")
			.register(meters);
		Gauge.builder("aichat.hashing.waiting", this, PasswordHasher::waiting)
			.description("How many passwords wait to be hashed.")
			.register(meters);
		this.rejected = Counter.builder("aichat.hashing.refused")
			.description("How many passwords were rejected because the queue was full or the wait too long.")
			.register(meters);
	}

	/** Encodes with Argon2id (RFC 9106). */
	@Bean
	static PasswordEncoder passwordEncoder(PasswordSettings settings) {
		return new DelegatingPasswordEncoder("argon2id", Map.of("argon2id", new Argon2PasswordEncoder(SALT_BYTES,
				HASH_BYTES, PARALLELISM, settings.hashKibibytes(), settings.hashIterations())));
	}

	/** The form of a password that is hashed; nothing if it is too long for one. */
	static Optional<String> normal(String password) {
		return (password.codePointCount(0, password.length()) <= MAX_TYPED_LENGTH)
				? Optional.of(Normalizer.normalize(password, Normalizer.Form.NFKC)) : Optional.empty();
	}

	/** Rejects the request while the queue is full. */
	void rejectIfFull() {
		if (this.threads.getQueue().remainingCapacity() == 0) {
			throw overloaded();
		}
	}

	String hash(String password) {
		String normal = normal(password)
			.orElseThrow(() -> new IllegalArgumentException("The text is too long for a password"));
		return submit(() -> encode(normal)).orElseThrow(this::overloaded);
	}

	/** Compares a password with a hash, with the same work when there is no hash. */
	boolean matches(String password, @Nullable String hash) {
		return normal(password)
			.map((normal) -> submit(
					() -> this.encoder.matches(normal, (hash != null) ? hash : this.dummyHash.get()) && hash != null)
				.orElseThrow(this::overloaded))
			.orElse(false);
	}

	/**
	 * Hashes a password again if its hash is weaker than the settings want it and no
	 * other password waits.
	 */
	Optional<String> strengthen(String password, String hash) {
		return normal(password).filter((normal) -> this.encoder.upgradeEncoding(hash))
			.filter((normal) -> waiting() == 0)
			.flatMap((normal) -> submit(() -> encode(normal)));
	}

	private int waiting() {
		return this.threads.getQueue().size();
	}

	private String encode(String normal) {
		return String.valueOf(this.encoder.encode(normal));
	}

	/** Runs the work, unless the queue is full or the wait too long. */
	private <T> Optional<T> submit(Callable<T> work) {
		FutureTask<T> task = new FutureTask<>(work);
		try {
			this.threads.execute(task);
			return Optional.of(task.get(MAX_SECONDS, TimeUnit.SECONDS));
		}
		catch (RejectedExecutionException | TimeoutException ex) {
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A password could not be hashed", ex);
		}
		finally {
			this.threads.remove(task);
		}
	}

	private ProblemException overloaded() {
		this.rejected.increment();
		return new ProblemException(HttpStatus.TOO_MANY_REQUESTS, "rate_limited",
				"Too many people are logging in right now, try again soon.")
			.header("Retry-After", "1");
	}

	private static CustomizableThreadFactory daemonThreads() {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("hashing-");
		factory.setDaemon(true);
		return factory;
	}

}
