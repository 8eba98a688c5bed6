package dev.aichat.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.aichat.testing.MovableClock;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The requests that count against each limit, and the headers that report it. */
class RateLimitServiceTests {

	private static final RateLimitSettings SETTINGS = new RateLimitSettings(true, Limit.valueOf("120/1m"),
			Limit.valueOf("5/1h"), Limit.valueOf("3/15m"), Limit.valueOf("4/15m"), null, Duration.ofSeconds(1));

	private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T12:00:00Z"));

	private final RateLimitService limits = new RateLimitService(SETTINGS, this.clock, new SimpleMeterRegistry());

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private MockHttpServletResponse response = new MockHttpServletResponse();

	@BeforeEach
	void callFrom() {
		this.request.setRemoteAddr("203.0.113.9");
	}

	@Test
	void onlyFailedLogInsCount() {
		for (int i = 0; i < 20; i++) {
			assertThat(logIn("ada", () -> "in")).isEqualTo("in");
			headerIs("\"login\";r=3;t=900, \"login-address\";r=4;t=900");
		}
		fails("ada", HttpStatus.UNAUTHORIZED);
		headerIs("\"login\";r=2;t=600, \"login-address\";r=3;t=675");
		assertThat(this.response.getHeader("RateLimit-Policy"))
			.isEqualTo("\"login\";q=3;w=900, \"login-address\";q=4;w=900");
	}

	@ParameterizedTest
	@CsvSource({ "TOO_MANY_REQUESTS", "SERVICE_UNAVAILABLE", "INTERNAL_SERVER_ERROR", "BAD_REQUEST" })
	void logInThatFailsForAnotherReasonDoesNotCount(HttpStatus status) {
		for (int i = 0; i < 20; i++) {
			fails("ada", status);
		}
		headerIs("\"login\";r=3;t=900, \"login-address\";r=4;t=900");
		assertThatThrownBy(() -> logIn("ada", () -> {
			throw new StackOverflowError();
		})).isInstanceOf(StackOverflowError.class);
		headerIs("\"login\";r=3;t=900, \"login-address\";r=4;t=900");
	}

	@Test
	void logInBeyondTheLimitIsRejectedBeforeTheCheck() {
		exhaust("ada");
		isRejected(() -> logIn("ada", () -> {
			throw new AssertionError("tried");
		}));
		headerIs("\"login\";r=0;t=300, \"login-address\";r=1;t=225");
		this.clock.move(Duration.ofSeconds(300));
		assertThat(logIn("ada", () -> "in")).isEqualTo("in");
	}

	@Test
	void spellingsOfOneNameShareALimit() {
		fails("Stra\u00dfe", HttpStatus.UNAUTHORIZED);
		fails("  STRASSE ", HttpStatus.UNAUTHORIZED);
		fails("\uff33trasse", HttpStatus.UNAUTHORIZED);
		isRejected(() -> logIn("strasse", () -> "in"));
		assertThat(logIn("strassen", () -> "in")).isEqualTo("in");
	}

	@Test
	void invalidNamesShareALimit() {
		fails("no name!", HttpStatus.UNAUTHORIZED);
		fails("x".repeat(60_000), HttpStatus.UNAUTHORIZED);
		fails("\0", HttpStatus.UNAUTHORIZED);
		isRejected(() -> logIn("<>", () -> "in"));
		assertThat(logIn("ada", () -> "in")).isEqualTo("in");
	}

	@Test
	void failuresForOneNameDoNotCountForOthersOrOtherAddresses() {
		exhaust("ada");
		assertThat(logIn("eve", () -> "in")).isEqualTo("in");
		this.request.setRemoteAddr("203.0.113.10");
		assertThat(logIn("ada", () -> "in")).isEqualTo("in");
	}

	@ParameterizedTest
	@CsvSource({ "2001:db8:1:2:0:0:0:1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
			"2001:db8:1:2:0:0:0:1, 2001:db8:1:3:0:0:0:1, false", "203.0.113.9, ::ffff:203.0.113.9, true",
			"fe80::1%eth0, fe80::2%eth1, true", "203.0.113.9, 203.0.113.8, false" })
	void ipv6AddressesOfOneNetworkShareALimit(String one, String other, boolean same) {
		this.request.setRemoteAddr(one);
		exhaust("ada");
		this.request.setRemoteAddr(other);
		if (same) {
			isRejected(() -> logIn("ada", () -> "in"));
		}
		else {
			assertThat(logIn("ada", () -> "in")).isEqualTo("in");
		}
	}

	@Test
	void registrationsAndTakenNamesCountForTheAddress() {
		for (int i = 0; i < 3; i++) {
			register(() -> "in");
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> register(failing(HttpStatus.TOO_MANY_REQUESTS)));
		}
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> register(failing(HttpStatus.BAD_REQUEST)));
		}
		headerIs("\"registration\";r=0;t=720");
		isRejected(() -> register(() -> "in"));
		this.request.setRemoteAddr("203.0.113.10");
		assertThat(register(() -> "in")).isEqualTo("in");
	}

	@Test
	void wrongPasswordsOfALoggedInUserCountForTheUser() {
		for (int i = 0; i < 3; i++) {
			this.limits.provingPassword(7, this.response, () -> "right");
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> this.limits.provingPassword(7, this.response, failing(HttpStatus.UNAUTHORIZED)));
		}
		headerIs("\"password\";r=0;t=300");
		isRejected(() -> this.limits.provingPassword(7, this.response, () -> "right"));
		assertThat(this.limits.provingPassword(8, this.response, () -> "right")).isEqualTo("right");
	}

	@Test
	void disabledLimitsRejectNothingAndSendNoHeaders() {
		RateLimitService off = new RateLimitService(new RateLimitSettings(false, SETTINGS.chat(),
				SETTINGS.registration(), SETTINGS.login(), SETTINGS.loginAddress(), null, Duration.ofSeconds(1)),
				this.clock, new SimpleMeterRegistry());
		for (int i = 0; i < 500; i++) {
			assertThat(off.chat(7).granted()).isTrue();
			off.chat(7).writeTo(this.response);
			off.registering(this.request, this.response, () -> "in");
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> off.loggingIn("ada", this.request, this.response, failing(HttpStatus.UNAUTHORIZED)))
				.satisfies((problem) -> assertThat(problem.status()).isEqualTo(HttpStatus.UNAUTHORIZED));
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> off.provingPassword(7, this.response, failing(HttpStatus.UNAUTHORIZED)))
				.satisfies((problem) -> assertThat(problem.status()).isEqualTo(HttpStatus.UNAUTHORIZED));
		}
		assertThat(this.response.getHeaderNames()).isEmpty();
	}

	private String logIn(String username, Supplier<String> check) {
		this.response = new MockHttpServletResponse();
		return this.limits.loggingIn(username, this.request, this.response, check);
	}

	private String register(Supplier<String> registration) {
		this.response = new MockHttpServletResponse();
		return this.limits.registering(this.request, this.response, registration);
	}

	private void exhaust(String username) {
		for (int i = 0; i < 3; i++) {
			fails(username, HttpStatus.UNAUTHORIZED);
		}
	}

	private void fails(String username, HttpStatus status) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> logIn(username, failing(status)))
			.satisfies((problem) -> assertThat(problem.status()).isEqualTo(status));
	}

	private static Supplier<String> failing(HttpStatus status) {
		return () -> {
			throw new ProblemException(status, "as_told", "As told.");
		};
	}

	private static void isRejected(Runnable work) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(work::run)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo("rate_limited"));
	}

	private void headerIs(String state) {
		assertThat(this.response.getHeader("RateLimit")).isEqualTo(state);
	}

}
