package dev.aichat.account;

import org.junit.jupiter.api.Test;

import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Passwords are kept as slow hashes, whatever they are made of. */
class PasswordHasherTests {

	private static final PasswordHasher HASHER = new PasswordHasher();

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
		assertThat(HASHER.matches("the password of nobody", null)).isFalse();
		String hash = HASHER.hash("somebody's password");
		long withHash = nanos(() -> HASHER.matches("a wrong password", hash));
		long withoutHash = nanos(() -> HASHER.matches("a wrong password", null));
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
