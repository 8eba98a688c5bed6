package dev.aichat.ratelimit;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletResponse;

import dev.aichat.testing.MovableClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that comply with {@code RateLimit} or {@code Retry-After} are never rejected.
 */
class CompliantClientTests {

	private static final Pattern STATE = Pattern.compile("\"chat\";r=(\\d+);t=(\\d+)");

	private final MovableClock clock = new MovableClock();

	private final Random random = new Random(7);

	/** The client reads the headers once only. */
	@ParameterizedTest
	@ValueSource(strings = { "120/1m", "100/1h", "10/15m", "1/1s", "7/60s", "3/1s", "211/1m", "59/1m" })
	void remainingRequestsAreGrantedAgainInEveryWindow(String limit) {
		for (int used = 1; used <= Limit.valueOf(limit).quota(); used += 1 + this.random.nextInt(20)) {
			RateLimitService limits = limits(limit);
			for (int i = 1; i < used; i++) {
				send(limits);
			}
			Report report = send(limits);
			for (int window = 0; window < 10; window++) {
				for (int i = 0; i < report.left(); i++) {
					assertThat(send(limits).granted()).as("%s after %d, window %d", limit, used, window).isTrue();
				}
				this.clock.move(report.time());
			}
			assertThat(send(limits).granted()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "120/1m", "100/1h", "10/15m", "1/1s", "1/1d", "7/60s", "3/1s", "997/1m", "9973/1h" })
	void rejectedClientIsGrantedAfterTheRetryTime(String limit) {
		RateLimitService limits = limits(limit);
		int refused = 0;
		for (int i = 0; i < 2 * Limit.valueOf(limit).quota() + 10; i++) {
			Report report = send(limits);
			if (!report.granted()) {
				refused++;
				assertThat(report.left()).isZero();
				assertThat(report.time()).isEqualTo(report.retryAfter()).isPositive();
				this.clock.move(report.retryAfter());
				assertThat(send(limits).granted()).isTrue();
			}
			this.clock.move(Duration.ofMillis(this.random.nextInt(2)));
		}
		assertThat(refused).isPositive();
	}

	private RateLimitService limits(String chat) {
		Limit any = Limit.valueOf("1/1s");
		return new RateLimitService(
				new RateLimitSettings(true, Limit.valueOf(chat), any, any, any, null, Duration.ofSeconds(1)),
				this.clock, new SimpleMeterRegistry());
	}

	private static Report send(RateLimitService limits) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		RateLimitDecision decision = limits.chat(7);
		decision.writeTo(response);
		Matcher state = STATE.matcher(String.valueOf(response.getHeader("RateLimit")));
		assertThat(state.matches()).isTrue();
		Duration time = Duration.ofSeconds(Long.parseLong(state.group(2)));
		return new Report(decision.granted(), Integer.parseInt(state.group(1)), time,
				Duration.ofSeconds(decision.waitSeconds()));
	}

	/** The decision, and the remaining requests and times that the headers report. */
	private record Report(boolean granted, int left, Duration time, Duration retryAfter) {
	}

}
