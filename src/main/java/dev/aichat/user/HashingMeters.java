package dev.aichat.user;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/** Shows how busy the {@link PasswordHasher} is. */
@Component
class HashingMeters {

	HashingMeters(MeterRegistry registry, PasswordHasher hasher) {
		Gauge.builder("aichat.hashing.running", hasher, PasswordHasher::running)
			.description("How many passwords are being hashed.")
			.register(registry);
		Gauge.builder("aichat.hashing.max", hasher, PasswordHasher::capacity)
			.description("How many passwords may be hashed at once.")
			.register(registry);
		Gauge.builder("aichat.hashing.waiting", hasher, PasswordHasher::waiting)
			.description("How many passwords wait for that.")
			.register(registry);
		FunctionCounter.builder("aichat.hashing.refused", hasher, PasswordHasher::refused)
			.description("How many passwords were turned away because too many waited.")
			.register(registry);
	}

}
