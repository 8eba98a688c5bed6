package dev.aichat.user;

import java.text.Normalizer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.unit.DataSize;

import dev.aichat.testing.QuickPasswordEncoder;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/** Passwords are hashed with Argon2id, a few at once, and rejected when too many wait. */
@Tag("mutation")
class PasswordHasherTests {

	private static final String PASSWORD = "correct horse battery";

	private static final PasswordHasher HASHER = hasher(19, 2);

	@Test
	void hashIsSaltedArgon2id() {
		String hash = HASHER.hash(PASSWORD);
		assertThat(hash).startsWith("{argon2id}$argon2id$v=19$m=19456,t=2,p=1$")
			.hasSizeLessThanOrEqualTo(255)
			.isNotEqualTo(HASHER.hash(PASSWORD));
		assertThat(HASHER.matches(PASSWORD, hash)).isTrue();
		assertThat(HASHER.matches("correct horse batterz", hash)).isFalse();
	}

	@Test
	void comparisonWithoutHashFailsAfterTheSameWork() {
		PasswordEncoder encoder = mock();
		given(encoder.encode(any())).willReturn("a hash of no user's");
		given(encoder.matches(any(), any())).willReturn(true);
		assertThat(new PasswordHasher(encoder, new SimpleMeterRegistry()).matches(PASSWORD, null)).isFalse();
		then(encoder).should().matches(PASSWORD, "a hash of no user's");
	}

	@Test
	void textTooLongForAPasswordIsNotHashed() {
		Thread.currentThread().interrupt();
		assertThat(HASHER.matches("x".repeat(513), null)).isFalse();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> HASHER.matches("x".repeat(512), null));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(PasswordHasher.normal("\u0301\u0323".repeat(1_000_000))).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> HASHER.hash("x".repeat(513)));
	}

	/** Four characters typed for each that counts is the most there can be. */
	@Test
	void longestPasswordMayBeTypedDecomposed() {
		String letter = "\u1fae";
		String decomposed = Normalizer.normalize(letter, Normalizer.Form.NFD);
		assertThat(decomposed).hasSize(4);
		assertThat(PasswordHasher.normal(decomposed.repeat(128))).contains(letter.repeat(128));
	}

	@Test
	void hashWeakerThanTheSettingsIsStrengthened() {
		String hash = HASHER.hash(PASSWORD);
		assertThat(HASHER.strengthen(PASSWORD, hash)).isEmpty();
		assertThat(hasher(9, 4).strengthen(PASSWORD, hash)).hasValueSatisfying((stronger) -> {
			assertThat(stronger).contains("$m=9216,t=4,p=1$");
			assertThat(HASHER.matches(PASSWORD, stronger)).isTrue();
		});
		assertThat(hasher(46, 1).strengthen(PASSWORD, hash))
			.hasValueSatisfying((stronger) -> assertThat(stronger).contains("$m=47104,t=1,p=1$"));
		assertThat(HASHER.strengthen(PASSWORD, hasher(46, 3).hash(PASSWORD))).isEmpty();
	}

	@Test
	void fullQueueRejectsAndAWaitingPasswordPostponesStrengthening() {
		QuickPasswordEncoder encoder = new QuickPasswordEncoder();
		MeterRegistry meters = new SimpleMeterRegistry();
		PasswordHasher hasher = new PasswordHasher(encoder, meters);
		String hash = hasher.hash(PASSWORD);
		String weak = hash.replace("m=256", "m=128");
		assertThat(hasher.strengthen(PASSWORD, weak)).isPresent();
		ExecutorService threads = Executors.newCachedThreadPool();
		encoder.pause();
		for (int i = 0; i <= PasswordHasher.MAX_RUNNING; i++) {
			threads.execute(() -> hasher.matches(PASSWORD, hash));
		}
		await(meters, "waiting", 1);
		assertThat(hasher.strengthen(PASSWORD, weak)).isEmpty();
		hasher.rejectIfFull();
		for (int i = 1; i < PasswordHasher.MAX_WAITING; i++) {
			threads.execute(() -> hasher.matches(PASSWORD, hash));
		}
		await(meters, "waiting", PasswordHasher.MAX_WAITING);
		await(meters, "running", PasswordHasher.MAX_RUNNING);
		await(meters, "max", PasswordHasher.MAX_RUNNING);
		for (Runnable late : List.<Runnable>of(hasher::rejectIfFull, () -> hasher.matches(PASSWORD, hash),
				() -> hasher.hash(PASSWORD))) {
			assertThatExceptionOfType(ProblemException.class).isThrownBy(late::run).satisfies((problem) -> {
				assertThat(problem.status().value()).isEqualTo(429);
				assertThat(problem.code()).isEqualTo("rate_limited");
			});
		}
		assertThat(meters.get("aichat.hashing.refused").counter().count()).isEqualTo(3);
		encoder.resume();
		threads.shutdown();
		await(meters, "waiting", 0);
		await(meters, "running", 0);
		assertThat(hasher.matches(PASSWORD, hash)).isTrue();
	}

	private static void await(MeterRegistry meters, String gauge, int value) {
		Awaitility.await().until(() -> meters.get("aichat.hashing." + gauge).gauge().value() == value);
	}

	private static PasswordHasher hasher(long megabytes, int iterations) {
		PasswordEncoder encoder = PasswordHasher
			.passwordEncoder(new PasswordSettings(false, DataSize.ofMegabytes(megabytes), iterations));
		return new PasswordHasher(encoder, new SimpleMeterRegistry());
	}

}
