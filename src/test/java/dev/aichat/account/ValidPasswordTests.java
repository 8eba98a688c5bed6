package dev.aichat.account;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A new password has 8 to 128 characters, any of them. */
class ValidPasswordTests {

	private static final Validator VALIDATOR = Validation.buildDefaultValidatorFactory().getValidator();

	@ParameterizedTest
	@ValueSource(strings = { "a", " ", "\0", "é", "😀" })
	void lengthIsCountedInCodePoints(String character) {
		assertThat(isValid(character.repeat(7))).isFalse();
		assertThat(isValid(character.repeat(8))).isTrue();
		assertThat(isValid(character.repeat(128))).isTrue();
		assertThat(isValid(character.repeat(129))).isFalse();
	}

	@Test
	void lengthIsCountedAfterNormalizing() {
		assertThat(isValid("e\u0301".repeat(7))).isFalse();
		assertThat(isValid("e\u0301".repeat(8))).isTrue();
		assertThat(isValid("\ufdfa".repeat(8))).isFalse();
	}

	@Test
	void passwordIsRequired() {
		assertThat(isValid(null)).isFalse();
	}

	private static boolean isValid(@Nullable String password) {
		return VALIDATOR.validate(new Form(password)).isEmpty();
	}

	/**
	 * A form with a password.
	 *
	 * @param password the password
	 */
	record Form(@ValidPassword @Nullable String password) {
	}

}
