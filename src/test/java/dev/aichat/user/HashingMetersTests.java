package dev.aichat.user;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the operator sees of the {@link PasswordHasher}. */
class HashingMetersTests {

	private final PasswordHasher hasher = new PasswordHasher(new PasswordSettings(false, DataSize.ofMegabytes(19), 2));

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@Test
	void whoIsTurnedAwayIsCounted() {
		new HashingMeters(this.meters, this.hasher);
		assertThat(gauge("aichat.hashing.max")).isPositive();
		assertThat(gauge("aichat.hashing.running")).isZero();
		assertThat(gauge("aichat.hashing.waiting")).isZero();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.hasher.hash("correct horse battery"));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.meters.get("aichat.hashing.refused").functionCounter().count()).isEqualTo(1);
	}

	private double gauge(String name) {
		return this.meters.get(name).gauge().value();
	}

}
