package dev.aichat.user;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

import dev.aichat.testing.Concurrently;

import static org.assertj.core.api.Assertions.assertThat;

/** Hashes that any other Argon2id makes too, though their memory is not new. */
class Argon2idTests {

	private static final String PASSWORD = "correct horse b\u00e4ttery \ud83d\ude00";

	private final Argon2id argon2 = new Argon2id(128, 2, 2);

	private final Argon2PasswordEncoder springs = new Argon2PasswordEncoder(16, 32, 1, 128, 2);

	/** The reference implementation's own test. */
	@Test
	void referenceHashMatches() {
		assertThat(this.argon2.matches("password",
				"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ" + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"))
			.isTrue();
	}

	@Test
	void hashesAreSpringsAndSpringsAreOurs() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.springs.matches(PASSWORD, this.argon2.encode(PASSWORD))).isTrue();
			assertThat(this.argon2.matches(PASSWORD, this.springs.encode(PASSWORD))).isTrue();
			assertThat(this.argon2.matches(PASSWORD + "x", this.springs.encode(PASSWORD))).isFalse();
		}
	}

	@Test
	void hashesThatAreMadeAtOnceDoNotMeet() {
		List<String> hashes = Concurrently.run(16, (i) -> this.argon2.encode(PASSWORD + i));
		for (int i = 0; i < 16; i++) {
			assertThat(this.springs.matches(PASSWORD + i, hashes.get(i))).isTrue();
		}
	}

	@Test
	void everyHashHasASaltOfItsOwn() {
		Set<String> salts = new HashSet<>();
		for (int i = 0; i < 50; i++) {
			salts.add(this.argon2.encode(PASSWORD).split("\\$")[4]);
		}
		assertThat(salts).hasSize(50).allSatisfy((salt) -> assertThat(salt).hasSize(22));
	}

	@Test
	void hashesOfOtherStrengthsMatch() {
		for (Argon2PasswordEncoder other : List.of(new Argon2PasswordEncoder(16, 32, 1, 64, 3),
				new Argon2PasswordEncoder(8, 64, 4, 512, 1))) {
			assertThat(this.argon2.matches(PASSWORD, other.encode(PASSWORD))).isTrue();
			assertThat(this.argon2.matches("another", other.encode(PASSWORD))).isFalse();
		}
	}

	@Test
	void weakerHashesAreToBeUpgraded() {
		assertThat(this.argon2.upgradeEncoding(this.argon2.encode(PASSWORD))).isFalse();
		assertThat(this.argon2.upgradeEncoding(new Argon2id(127, 2, 1).encode(PASSWORD))).isTrue();
		assertThat(this.argon2.upgradeEncoding(new Argon2id(128, 1, 1).encode(PASSWORD))).isTrue();
		assertThat(this.argon2.upgradeEncoding(new Argon2id(256, 3, 1).encode(PASSWORD))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "$argon2id$v=19$m=128,t=2,p=1$c2FsdA",
			"$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
			"$argon2id$v=16$m=128,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
			"$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4" })
	void whatIsNoHashMatchesNothing(String hash) {
		assertThat(this.argon2.matches("password", hash)).isFalse();
		assertThat(this.argon2.upgradeEncoding(hash)).isFalse();
	}

}
