package dev.aichat.user;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

import com.nulabinc.zxcvbn.StandardDictionaries;

import org.springframework.stereotype.Component;

/**
 * Contains the 30,000 most common passwords of leaks that are long enough to be chosen
 * here, in any case (ASVS 5.0, 6.2.4, asks for 3,000).
 */
@Component
class CommonPasswords {

	private final Set<String> passwords;

	CommonPasswords(PasswordSettings settings) throws IOException {
		this.passwords = settings.rejectCommon() ? read() : Set.of();
	}

	boolean contains(String normal) {
		return this.passwords.contains(Username.foldCase(normal));
	}

	private static Set<String> read() throws IOException {
		return StandardDictionaries.PASSWORDS_LOADER.load()
			.getFrequencies()
			.stream()
			.filter((password) -> password.length() >= ValidPassword.MIN_LENGTH)
			.map(Username::foldCase)
			.collect(Collectors.toUnmodifiableSet());
	}

}
