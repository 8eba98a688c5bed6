package dev.aichat.user;

import java.text.Normalizer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.unit.DataSize;

import dev.aichat.testing.Concurrently;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Passwords are kept as slow hashes, whatever they are made of. */
class PasswordHasherTests {

	private static final PasswordHasher HASHER = hasher(19, 2);

	@Test
	void hashIsSaltedArgon2id() {
		String hash = HASHER.hash("correct horse battery");
		assertThat(hash).startsWith("{argon2id}$argon2id$v=19$m=19456,t=2,p=1$")
			.hasSizeLessThanOrEqualTo(255)
			.isNotEqualTo(HASHER.hash("correct horse battery"));
		assertThat(HASHER.matches("correct horse battery", hash)).isTrue();
		assertThat(HASHER.matches("correct horse batterz", hash)).isFalse();
	}

	@Test
	void unicodeFormsOfOnePasswordAreTheSame() {
		String hash = HASHER.hash("caf\u00e9 ｃｒèｍｅ");
		assertThat(HASHER.matches("cafe\u0301 cre\u0300me", hash)).isTrue();
		assertThat(HASHER.matches("Caf\u00e9 cr\u00e8me", hash)).isFalse();
	}

	@Test
	void everyByteCountsAlsoAfterThe72nd() {
		String start = "x".repeat(72);
		String hash = HASHER.hash(start + "one");
		assertThat(HASHER.matches(start + "two", hash)).isFalse();
		assertThat(HASHER.matches(start, hash)).isFalse();
		assertThat(HASHER.matches(start + "one", hash)).isTrue();
	}

	@Test
	void blanksAndAnyCharacterCount() {
		String password = " \0 😀 tab\t ";
		String hash = HASHER.hash(password);
		assertThat(HASHER.matches(password, hash)).isTrue();
		assertThat(HASHER.matches(password.strip(), hash)).isFalse();
	}

	@Test
	void withoutHashNothingMatchesButTheWorkIsDone() {
		PasswordHasher hasher = hasher(19, 2);
		assertThat(hasher.matches("the password of nobody", null)).isFalse();
		String hash = hasher.hash("somebody's password");
		long withHash = nanos(() -> hasher.matches("a wrong password", hash));
		long withoutHash = nanos(() -> hasher.matches("a wrong password", null));
		assertThat(withoutHash).isBetween(withHash / 4, withHash * 4);
	}

	@Test
	void whoCannotWaitIsToldToComeBack() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> HASHER.hash("correct horse battery"))
			.satisfies((problem) -> {
				assertThat(problem.status().value()).isEqualTo(429);
				assertThat(problem.code()).isEqualTo("rate_limited");
			});
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void crowdIsNotLetIn() {
		int crowd = 40 * Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
		String hash = HASHER.hash("somebody's password");
		List<String> outcomes = Concurrently.run(crowd, (i) -> {
			try {
				return String.valueOf(HASHER.matches("somebody's password", hash));
			}
			catch (ProblemException ex) {
				return ex.code();
			}
		});
		assertThat(outcomes).containsOnly("true", "rate_limited").contains("true", "rate_limited");
		assertThat(HASHER.matches("somebody's password", hash)).isTrue();
	}

	@Test
	void textThatIsTooLongForAPasswordIsNotWorkedOn() {
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
	void hashIsStrengthenedWhenTheSettingsWantMore() {
		String password = "correct horse battery";
		String hash = HASHER.hash(password);
		assertThat(HASHER.strengthen(password, hash)).isEmpty();
		assertThat(hasher(9, 4).strengthen(password, hash)).hasValueSatisfying((stronger) -> {
			assertThat(stronger).contains("$m=9216,t=4,p=1$");
			assertThat(HASHER.matches(password, stronger)).isTrue();
		});
		assertThat(hasher(46, 1).strengthen(password, hash))
			.hasValueSatisfying((stronger) -> assertThat(stronger).contains("$m=47104,t=1,p=1$"));
	}

	@Test
	void whileOthersWaitNoHashIsStrengthenedAndAfterTooManyNobodyIsLetIn() {
		String hash = HASHER.hash("correct horse battery");
		PasswordHasher busy = hasher(46, 1);
		Executor threads = (Executor) ReflectionTestUtils.getField(busy, "threads");
		Semaphore rest = new Semaphore(0);
		Stream.generate(() -> rest)
			.limit(busy.capacity() + 1)
			.forEach((others) -> threads.execute(others::acquireUninterruptibly));
		assertThat(busy.waiting()).isOne();
		assertThat(busy.strengthen("correct horse battery", hash)).isEmpty();
		busy.refuseIfFull();
		while (!busy.full()) {
			threads.execute(rest::acquireUninterruptibly);
		}
		assertThatExceptionOfType(ProblemException.class).isThrownBy(busy::refuseIfFull);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> busy.matches("correct", hash));
		assertThat(busy.refused()).isEqualTo(2);
		rest.release(busy.capacity() + busy.waiting());
		Awaitility.await().until(() -> busy.waiting() == 0 && busy.running() == 0);
		assertThat(busy.strengthen("correct horse battery", hash)).isPresent();
	}

	private static PasswordHasher hasher(long megabytes, int iterations) {
		return new PasswordHasher(new PasswordSettings(false, DataSize.ofMegabytes(megabytes), iterations));
	}

	/** The fastest of some tries: what is measured is the work, not the machine. */
	private static long nanos(Runnable work) {
		long fastest = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			long start = System.nanoTime();
			work.run();
			fastest = Math.min(fastest, System.nanoTime() - start);
		}
		return fastest;
	}

}
