package dev.aichat.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A key has 1 to 255 visible ASCII characters, and there is one header. */
class IdempotencyKeyTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "!", "~", "8e03978e-40d5-43e8-bc93-6894a57f9324", "\"quoted\"" })
	void visibleAsciiIsAccepted(String value) {
		assertThat(IdempotencyKey.of(List.of(value)).value()).isEqualTo(value);
	}

	@Test
	void lengthIsBounded() {
		assertThat(new IdempotencyKey("k".repeat(255)).value()).hasSize(255);
		isRejected(List.of("k".repeat(256)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\tb", "a\u0000", "a\u007f", "é", "a\n" })
	void otherCharactersAreRejected(String value) {
		isRejected(List.of(value));
	}

	@Test
	void secondKeyIsRejected() {
		isRejected(List.of("one", "two"));
	}

	private static void isRejected(List<String> headers) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> IdempotencyKey.of(headers))
			.satisfies((problem) -> {
				assertThat(problem.status().value()).isEqualTo(400);
				assertThat(problem.code()).isEqualTo("invalid_idempotency_key");
			});
	}

}
