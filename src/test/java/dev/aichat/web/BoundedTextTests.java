package dev.aichat.web;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Text is required, not blank, bounded, and storable. */
class BoundedTextTests {

	private static final Validator VALIDATOR = Validation.buildDefaultValidatorFactory().getValidator();

	@ParameterizedTest
	@ValueSource(strings = { "a", "é", "😀" })
	void lengthIsCountedInCodePoints(String character) {
		assertThat(sentence(character)).isEmpty();
		assertThat(sentence(character.repeat(4))).isEmpty();
		assertThat(sentence(character.repeat(5))).isEqualTo("This field may have at most 4 characters.");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t\r\n", "\u3000" })
	void blankTextIsRejected(@Nullable String text) {
		assertThat(sentence(text)).isEqualTo("This field is required and may not be blank.");
	}

	@Test
	void nulCharacterIsRejected() {
		assertThat(sentence("a\0b")).isEqualTo("This field may not contain the character U+0000.");
	}

	private static String sentence(@Nullable String text) {
		return VALIDATOR.validate(new Form(text)).stream().map(ConstraintViolation::getMessage).findFirst().orElse("");
	}

	/**
	 * A form with a text.
	 *
	 * @param text the text
	 */
	record Form(@BoundedText(max = 4) @Nullable String text) {
	}

}
