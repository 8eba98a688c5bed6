package dev.aichat.user;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import dev.aichat.testing.SettingsRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Hashing settings below the advice of OWASP stop the start. */
class PasswordSettingsTests {

	private static final String MEMORY = "aichat.password.hash-memory=";

	private static final String ITERATIONS = "aichat.password.hash-iterations=";

	private final SettingsRunner start = new SettingsRunner();

	@Test
	void defaultsAreTheAdviceOfOwasp() {
		assertThat(this.start.with(PasswordSettings.class))
			.isEqualTo(new PasswordSettings(false, DataSize.ofMegabytes(19), 2));
	}

	@ParameterizedTest
	@CsvSource({ "46MB, 1", "19MB, 2", "12MB, 3", "9MB, 4", "7MB, 5", "1GB, 1", "64MB, 3", "7MB, 100" })
	void advisedOrStrongerHashIsAccepted(String memory, int iterations) {
		PasswordSettings settings = this.start.with(PasswordSettings.class, MEMORY + memory, ITERATIONS + iterations);
		assertThat(settings.hashKibibytes()).isEqualTo(DataSize.parse(memory).toKilobytes());
		assertThat(settings.hashIterations()).isEqualTo(iterations);
	}

	@ParameterizedTest
	@CsvSource({ "45MB, 1", "18MB, 2", "19455KB, 2", "11MB, 3", "8MB, 4", "6MB, 100", "0MB, 2", "-19MB, 2",
			"1025MB, 2" })
	void weakerOrTooLargeHashStopsTheStart(String memory, int iterations) {
		this.start.failsNaming("aichat.password.hash-memory must", MEMORY + memory, ITERATIONS + iterations);
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.password.hash-iterations=0", "aichat.password.hash-iterations=101",
			"aichat.password.hash-memory=much", "aichat.password.reject-common=maybe" })
	void invalidSettingStopsTheStart(String property) {
		this.start.failsWith(property);
	}

}
