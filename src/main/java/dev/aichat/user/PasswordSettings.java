package dev.aichat.user;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The rules of new passwords and the cost of their hashes. A hash of a lower cost is
 * replaced when its user logs in.
 *
 * @param rejectCommon whether the most common passwords are rejected
 * @param hashMemory the memory that a hash takes
 * @param hashIterations how often a hash goes over it
 */
@ConfigurationProperties("aichat.password")
@Validated
record PasswordSettings(@DefaultValue("false") boolean rejectCommon, @NotNull @DefaultValue("19MB") DataSize hashMemory,
		@Min(1) @Max(100) @DefaultValue("2") int hashIterations) {

	private static final DataSize MAX_MEMORY = DataSize.ofGigabytes(1);

	@AssertTrue(
			message = "aichat.password.hash-memory must be 1GB at most, and with hash-iterations at least 46MB and 1,"
					+ " 19MB and 2, 12MB and 3, 9MB and 4, or 7MB and 5 (OWASP Password Storage Cheat Sheet).")
	boolean isHashStrong() {
		return this.hashMemory.compareTo(MAX_MEMORY) <= 0
				&& (isAtLeast(46, 1) || isAtLeast(19, 2) || isAtLeast(12, 3) || isAtLeast(9, 4) || isAtLeast(7, 5));
	}

	private boolean isAtLeast(long megabytes, int iterations) {
		return this.hashMemory.toMegabytes() >= megabytes && this.hashIterations >= iterations;
	}

	int hashKibibytes() {
		return Math.toIntExact(this.hashMemory.toKilobytes());
	}

}
