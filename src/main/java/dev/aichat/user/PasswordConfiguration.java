package dev.aichat.user;

import java.util.Map;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Configures Argon2id (RFC 9106) as the hash of passwords. */
@Configuration(proxyBeanMethods = false)
class PasswordConfiguration {

	private static final int SALT_BYTES = 16;

	private static final int HASH_BYTES = 32;

	private static final int PARALLELISM = 1;

	@Bean
	PasswordEncoder passwordEncoder(PasswordSettings settings) {
		return new DelegatingPasswordEncoder("argon2id", Map.of("argon2id", new Argon2PasswordEncoder(SALT_BYTES,
				HASH_BYTES, PARALLELISM, settings.hashKibibytes(), settings.hashIterations())));
	}

}
