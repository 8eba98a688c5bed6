package dev.aichat.startup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.aichat.testing.SystemTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The prod profile starts with valid settings only. */
class ProdProfileTests {

	private static final String SECRET = "aichat.jwt.secret=pVb0kq8vY1n6tXHc3Jr5ZsLw9eDfGa2uQmRiTyOP";

	private static final String DATABASE = "spring.datasource.url=jdbc:postgresql://db.example.org/aichat";

	private static final String REJECT_COMMON = "aichat.password.reject-common";

	/** Reads the service's configuration files, and makes no other bean. */
	private final ApplicationContextRunner defaults = new ApplicationContextRunner()
		.withInitializer(new ConfigDataApplicationContextInitializer())
		.withUserConfiguration(ProdProfile.class);

	private final ApplicationContextRunner prod = this.defaults.withPropertyValues("spring.profiles.active=prod",
			SECRET, DATABASE);

	@Test
	void validSettingsStart() {
		this.prod.run((started) -> {
			assertThat(started).hasSingleBean(ProdProfile.class);
			assertThat(started.getEnvironment().getProperty(REJECT_COMMON)).isEqualTo("true");
			assertThat(started.getEnvironment().getProperty("aichat.cors.allowed-origins")).isEmpty();
		});
	}

	@Test
	void invalidSettingsStartWithoutTheProfile() {
		this.defaults.withPropertyValues("aichat.cors.allowed-origins=*").run((started) -> {
			assertThat(started).hasNotFailed().doesNotHaveBean(ProdProfile.class);
			assertThat(started.getEnvironment().getProperty(REJECT_COMMON)).isNull();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					aichat.jwt.secret=                       | aichat.jwt.secret must be set in the prod profile.
					spring.datasource.url=                   | spring.datasource.url must be jdbc:postgresql://host:5432/database in the prod profile.
					spring.datasource.url=jdbc:h2:./data/x   | spring.datasource.url must be jdbc:postgresql://host:5432/database in the prod profile.
					spring.datasource.url=jdbc:h2:mem:x;MODE=PostgreSQL | spring.datasource.url must be jdbc:postgresql://host:5432/database in the prod profile.
					spring.datasource.hikari.jdbc-url=jdbc:h2:mem:x | spring.datasource.url must be jdbc:postgresql://host:5432/database in the prod profile.
					spring.h2.console.enabled=true           | spring.h2.console.enabled must not be true in the prod profile.
					aichat.ai.base-url=http://example.org/v1 | aichat.ai.base-url must begin with https: in the prod profile, unless aichat.ai.allow-http is true.
					aichat.ai.base-url=HTTP://127.0.0.1:1/v1 | aichat.ai.base-url must begin with https: in the prod profile, unless aichat.ai.allow-http is true.
					aichat.cors.allowed-origins=*            | aichat.cors.allowed-origins must name each origin in the prod profile, without *.
					aichat.cors.allowed-origins=http://localhost:* | aichat.cors.allowed-origins must name each origin in the prod profile, without *.
					aichat.cors.allowed-origins=https://chat.example.org,* | aichat.cors.allowed-origins must name each origin in the prod profile, without *.
					aichat.cors.allowed-origins[0]=*         | aichat.cors.allowed-origins must name each origin in the prod profile, without *.""")
	void invalidSettingStopsTheStartWithOneSentence(String property, String sentence) {
		isRejected(property, sentence);
	}

	@ParameterizedTest
	@ValueSource(strings = { "changeme-changeme-changeme-changeme", "a-string-secret-at-least-256-bits-long",
			"please-change-this-key-in-production", "replace-with-at-least-32-random-bytes",
			"Example key for the documentation", SystemTest.JWT_SECRET })
	void exampleSecretStopsTheStart(String secret) {
		isRejected("aichat.jwt.secret=" + secret,
				"aichat.jwt.secret must be random in the prod profile, and no example.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4f1d0c7be29a35864f0e9d21b7c3a658", "violet anchor dessert mingle tractor opal seven",
			"yT3m/0v8QxZs1RkLw9eDfGa2uQmRiTyOPpVb0kq8vY1n6tXHc3Jr5ZsLw9eDfGa2uQmRiTyOPq1Zx8Vb0kq8vY1n6tXHc3Jr5ZsLw9eDfGa2u" })
	void randomSecretStarts(String secret) {
		this.prod.withPropertyValues("aichat.jwt.secret=" + secret)
			.run((started) -> assertThat(started).hasNotFailed());
	}

	@Test
	void plainHttpStartsWhenAllowed() {
		this.prod.withPropertyValues("aichat.ai.base-url=http://127.0.0.1:11434/v1", "aichat.ai.allow-http=true")
			.run((started) -> assertThat(started).hasNotFailed());
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void allErrorsAreReportedAtOnce(CapturedOutput output) {
		assertThatExceptionOfType(FailureAnalyzedException.class).isThrownBy(
				() -> SpringApplication.run(ProdProfile.class, "--spring.profiles.active=prod", "--server.port=0"));
		assertThat(output.toString().lines()).containsSequence("Description:", "",
				"aichat.jwt.secret must be set in the prod profile.",
				"spring.datasource.url must be jdbc:postgresql://host:5432/database in the prod profile.", "");
		assertThat(output).doesNotContain("\tat ");
	}

	private void isRejected(String property, String sentence) {
		this.prod.withPropertyValues(property)
			.run((failed) -> assertThat(failed).getFailure()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessage(sentence));
	}

}
