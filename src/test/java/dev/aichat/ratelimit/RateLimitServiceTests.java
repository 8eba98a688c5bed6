package dev.aichat.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

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

	private final MovableClock clock = new MovableClock();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private RateLimitService limits = limits(true);

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

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', textBlock = """
			"Stra\u00dfe", "  STRASSE ", "\uff33trasse", strasse
			"no name!", "\0", "<>", "\u200b"
			""")
	void spellingsOfOneNameAndInvalidNamesShareALimit(String one, String two, String three, String rejected) {
		Stream.of(one, two, three).forEach((name) -> fails(name, HttpStatus.UNAUTHORIZED));
		isRejected(() -> logIn(rejected, () -> "in"));
		assertThat(logIn("ada", () -> "in")).isEqualTo("in");
	}

	@Test
	void failuresForOneNameDoNotCountForOthersOrOtherAddresses() {
		exhaust("ada");
		assertThat(logIn("eve", () -> "in")).isEqualTo("in");
		this.request.setRemoteAddr("203.0.113.10");
		assertThat(logIn("ada", () -> "in")).isEqualTo("in");
	}

	@Test
	void failuresForManyNamesCountForTheAddress() {
		for (String name : List.of("ada", "eve", "bob", "joe")) {
			fails(name, HttpStatus.UNAUTHORIZED);
		}
		isRejected(() -> logIn("sue", () -> "in"));
		headerIs("\"login\";r=3;t=900, \"login-address\";r=0;t=225");
		assertThat(this.meters.counter("aichat.rate.limited", "limit", "login-address").count()).isEqualTo(1);
		assertThat(this.meters.counter("aichat.rate.limited", "limit", "login").count()).isZero();
	}

	@Test
	void registrationsAndTakenNamesCountForTheAddress() {
		for (int i = 0; i < 3; i++) {
			register(() -> "in");
			isFailure(HttpStatus.TOO_MANY_REQUESTS, () -> register(failing(HttpStatus.TOO_MANY_REQUESTS)));
		}
		for (int i = 0; i < 2; i++) {
			isFailure(HttpStatus.BAD_REQUEST, () -> register(failing(HttpStatus.BAD_REQUEST)));
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
			isFailure(HttpStatus.UNAUTHORIZED,
					() -> this.limits.provingPassword(7, this.response, failing(HttpStatus.UNAUTHORIZED)));
		}
		headerIs("\"password\";r=0;t=300");
		isRejected(() -> this.limits.provingPassword(7, this.response, () -> "right"));
		assertThat(this.limits.provingPassword(8, this.response, () -> "right")).isEqualTo("right");
	}

	@Test
	void disabledLimitsRejectNothingAndSendNoHeaders() {
		this.limits = limits(false);
		for (int i = 0; i < 130; i++) {
			RateLimitDecision decision = this.limits.chat(7);
			assertThat(decision.granted()).isTrue();
			decision.writeTo(this.response);
			fails("ada", HttpStatus.UNAUTHORIZED);
		}
		assertThat(this.response.getHeaderNames()).isEmpty();
	}

	private RateLimitService limits(boolean enabled) {
		return new RateLimitService(new RateLimitSettings(enabled, Limit.valueOf("120/1m"), Limit.valueOf("5/1h"),
				Limit.valueOf("3/15m"), Limit.valueOf("4/15m"), null, Duration.ofSeconds(1)), this.clock, this.meters);
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
		isFailure(status, () -> logIn(username, failing(status)));
	}

	private static Supplier<String> failing(HttpStatus status) {
		return () -> {
			throw new ProblemException(status, "as_told", "As told.");
		};
	}

	private static void isFailure(HttpStatus status, Runnable work) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(work::run)
			.satisfies((problem) -> assertThat(problem.status()).isEqualTo(status));
	}

	private static void isRejected(Runnable work) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(work::run)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo("rate_limited"));
	}

	private void headerIs(String state) {
		assertThat(this.response.getHeader("RateLimit")).isEqualTo(state);
	}

}
