package dev.aichat.auth;

import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

import dev.aichat.user.Username;

/** Counts failed log-ins, and logs each as one line for tools that ban addresses. */
@Component
public class FailedLogIns {

	private static final Logger log = LoggerFactory.getLogger(FailedLogIns.class);

	private final Counter failures;

	FailedLogIns(MeterRegistry meters) {
		this.failures = Counter.builder("aichat.logins.failed")
			.description("Log-ins with an unknown name or a wrong password, to the API and the console.")
			.register(meters);
	}

	/**
	 * Logs a user in.
	 * @param username the name as it was typed; what is no name is not logged, because it
	 * may be a password
	 * @throws InvalidCredentialsException if the log-in fails
	 */
	public <T> T record(String username, HttpServletRequest request, Supplier<T> logIn) {
		try {
			return logIn.get();
		}
		catch (InvalidCredentialsException ex) {
			this.failures.increment();
			log.warn("Log-in failed from {} as {}", request.getRemoteAddr(),
					Username.parse(username).map(Username::key).orElse("?"));
			throw ex;
		}
	}

}
