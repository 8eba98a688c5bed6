package dev.aichat.user;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.nulabinc.zxcvbn.StandardDictionaries;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of new passwords: 8 to 128 code points, and optionally uncommon. */
class ValidPasswordTests {

	private static final String REJECT_COMMON = "aichat.password.reject-common=true";

	private final ApplicationContextRunner service = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(Passwords.class);

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
		assertThat(violations(password, REJECT_COMMON))
			.containsExactly("This password is one of the most common ones.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "correct horse battery", "password of mine", "drowssap4t", "пароль пароль" })
	void uncommonPasswordIsAccepted(String password) {
		assertThat(violations(password, REJECT_COMMON)).isEmpty();
	}

	@Test
	void shortCommonPasswordIsReportedAsShort() {
		assertThat(violations("123456", REJECT_COMMON)).containsExactly("A password has 8 to 128 characters.");
	}

	@Test
	void overTenThousandCommonPasswordsAreRejected() throws IOException {
		CommonPasswords common = new CommonPasswords(new PasswordSettings(true, DataSize.ofMegabytes(19), 2));
		assertThat(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream().filter(common::contains))
			.hasSizeGreaterThan(10_000);
	}

	private boolean isValid(@Nullable String password) {
		return violations(password).isEmpty();
	}

	private List<String> violations(@Nullable String password, String... properties) {
		List<String> messages = new ArrayList<>();
		this.service.withPropertyValues(properties)
			.run((context) -> context.getBean(Validator.class)
				.validate(new Form(password))
				.forEach((violation) -> messages.add(violation.getMessage())));
		return messages;
	}

	/** The beans under test. */
	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(PasswordSettings.class)
	@Import(CommonPasswords.class)
	static class Passwords {

	}

	/**
	 * A form with a password.
	 *
	 * @param password the password
	 */
	record Form(@ValidPassword @Nullable String password) {
	}

}
