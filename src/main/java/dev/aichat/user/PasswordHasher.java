package dev.aichat.user;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

import dev.aichat.web.ProblemException;

/**
 * Hashes passwords with Argon2id. A hash costs a core for a while, so only half of the
 * cores hash at once, few callers wait, and all others are refused at once: a flood of
 * log-ins cannot starve chat. The threads are the system's, which share the cores with
 * the others; a virtual one would keep all of those that carry it from going on.
 */
@Component
class PasswordHasher {

	/** NFKC makes one code point out of four at most. */
	private static final int MAX_TYPED_LENGTH = 4 * ValidPassword.MAX_LENGTH;

	private static final int CORES = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

	/** Two seconds' work, or four on a busy machine. */
	private static final int MAX_WAITING = 32 * CORES;

	private static final long MAX_SECONDS = 5;

	private final PasswordEncoder encoder;

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(CORES, CORES, 0, TimeUnit.SECONDS,
			new ArrayBlockingQueue<>(MAX_WAITING), threadFactory());

	private final LongAdder refused = new LongAdder();

	/**
	 * Made at the first log-in, whoever's it is, so that starting need not wait for it.
	 */
	private final Supplier<String> nobody = SingletonSupplier.of(() -> encode("nobody's password"));

	PasswordHasher(PasswordSettings settings) {
		PasswordEncoder argon2 = new Argon2id(settings.hashKibibytes(), settings.hashIterations(), CORES);
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
		return inTurn(() -> encode(normal)).orElseThrow(this::overloaded);
	}

	/**
	 * Compares a password with a hash, with the same work when there is no hash.
	 * @return whether there is a hash and the password is the hashed one
	 */
	boolean matches(String password, @Nullable String hash) {
		return normal(password)
			.map((normal) -> inTurn(() -> this.encoder.matches(normal, hashOrNobodys(hash)))
				.orElseThrow(this::overloaded))
			.filter((same) -> same && hash != null)
			.isPresent();
	}

	/** Whether as many wait as may, so that whoever comes now is refused. */
	boolean full() {
		return this.threads.getQueue().remainingCapacity() == 0;
	}

	/** Refuses whoever comes now if as many wait as may. */
	void refuseIfFull() {
		if (full()) {
			throw overloaded();
		}
	}

	/** How many hashes run at once, at the most. */
	int capacity() {
		return CORES;
	}

	int running() {
		return this.threads.getActiveCount();
	}

	int waiting() {
		return this.threads.getQueue().size();
	}

	/** How many were turned away because too many waited, or they had waited too long. */
	long refused() {
		return this.refused.sum();
	}

	/**
	 * Hashes a password again whose hash is weaker than the settings want it, if nobody
	 * else waits for a core now.
	 */
	Optional<String> strengthen(String password, String hash) {
		return normal(password).filter((normal) -> this.encoder.upgradeEncoding(hash))
			.filter((normal) -> waiting() == 0)
			.flatMap((normal) -> inTurn(() -> encode(normal)));
	}

	private String encode(String normal) {
		return String.valueOf(this.encoder.encode(normal));
	}

	private String hashOrNobodys(@Nullable String hash) {
		return (hash != null) ? hash : this.nobody.get();
	}

	/** Does the work, unless too many wait already or it takes too long. */
	private <T> Optional<T> inTurn(Callable<T> work) {
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
		this.refused.increment();
		return new ProblemException(HttpStatus.TOO_MANY_REQUESTS, "rate_limited",
				"Too many people are logging in right now, try again soon.")
			.header("Retry-After", "1");
	}

	private static ThreadFactory threadFactory() {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("hashing-");
		factory.setDaemon(true);
		return factory;
	}

}
