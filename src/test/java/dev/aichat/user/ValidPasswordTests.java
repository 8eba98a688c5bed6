package dev.aichat.user;

import java.io.IOException;

import com.nulabinc.zxcvbn.StandardDictionaries;
import jakarta.validation.ConstraintValidatorContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Answers;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/** The rules of new passwords: 8 to 128 code points, and optionally uncommon. */
class ValidPasswordTests {

	private final ConstraintValidatorContext context = mock(Answers.RETURNS_DEEP_STUBS);

	private final CommonPasswords none = new CommonPasswords(settings(false));

	private final CommonPasswords common = new CommonPasswords(settings(true));

	ValidPasswordTests() throws IOException {
	}

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
	void missingPasswordIsRejected() {
		assertThat(isValid(null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "PassWord1", "12345678", "qwertyuiop", "ｐａｓｓｗｏｒｄ", "changeme", "TRUSTNO1" })
	void commonPasswordIsRejectedWhenTheSettingSaysSo(String password) {
		assertThat(isValid(password)).isTrue();
		assertThat(isValid(password, true)).isFalse();
		then(this.context).should()
			.buildConstraintViolationWithTemplate("This password is one of the most common ones.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "correct horse battery", "password of mine", "drowssap4t", "пароль пароль" })
	void uncommonPasswordIsAccepted(String password) {
		assertThat(isValid(password, true)).isTrue();
	}

	@Test
	void shortCommonPasswordIsReportedAsShort() {
		assertThat(isValid("123456", true)).isFalse();
		then(this.context).shouldHaveNoInteractions();
	}

	@Test
	void overTenThousandCommonPasswordsAreRejected() throws IOException {
		assertThat(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream().filter(this.common::contains))
			.hasSizeGreaterThan(10_000);
	}

	private boolean isValid(@Nullable String password) {
		return isValid(password, false);
	}

	private boolean isValid(@Nullable String password, boolean rejectCommon) {
		return new ValidPassword.Rule(rejectCommon ? this.common : this.none).isValid(password, this.context);
	}

	private static PasswordSettings settings(boolean rejectCommon) {
		return new PasswordSettings(rejectCommon, DataSize.ofMegabytes(19), 2);
	}

}
