package dev.aichat.ratelimit;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.SettingsRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** The default, configured and invalid limits. */
class RateLimitSettingsTests {

	private static final RateLimitSettings CONTRACT = new RateLimitSettings(true, new Limit(120, Duration.ofMinutes(1)),
			new Limit(100, Duration.ofHours(1)), new Limit(10, Duration.ofMinutes(15)),
			new Limit(100, Duration.ofMinutes(15)), null, Duration.ofMillis(250));

	private final SettingsRunner start = new SettingsRunner();

	@Test
	void defaultsAreThoseOfTheContract() {
		assertThat(this.start.with(RateLimitSettings.class)).isEqualTo(CONTRACT);
	}

	@Test
	void everyLimitCanBeSet() {
		assertThat(this.start.with(RateLimitSettings.class, "aichat.rate-limit.enabled=false",
				"aichat.rate-limit.chat=1/1s", "aichat.rate-limit.registration=100000/1d",
				"aichat.rate-limit.login=3/90s", "aichat.rate-limit.login-address=7/PT5M",
				"aichat.rate-limit.redis-url=rediss://:secret@redis.example.org",
				"aichat.rate-limit.redis-timeout=100ms"))
			.isEqualTo(new RateLimitSettings(false, new Limit(1, Duration.ofSeconds(1)),
					new Limit(100_000, Duration.ofDays(1)), new Limit(3, Duration.ofSeconds(90)),
					new Limit(7, Duration.ofMinutes(5)), "rediss://:secret@redis.example.org", Duration.ofMillis(100)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			,120,/1m,1.5/1m,-1/1m,99999999999/1m,many/1m; is not a limit such as 120/1m.
			0/1m,100001/1m; A limit's quota is 1 to 100000.
			5/2d,120/0s,120/-1m,120/1500ms,120/25h; A limit's window is 1s to 1d, in whole seconds.
			120/,120/soon,120/1m/1m; is not a valid duration""")
	void invalidLimitIsExplained(String limits, String sentence) {
		Stream.of(limits.split(","))
			.forEach((limit) -> this.start.failsNaming(sentence, "aichat.rate-limit.chat=" + limit));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "redis://", "http://:secret@redis", "redis-socket:///tmp/secret",
			"redis://:sec^ret@redis" })
	void invalidRedisUrlIsExplainedWithoutItsPassword(String url) {
		assertThat(this.start.failure("aichat.rate-limit.redis-url=" + url))
			.contains("aichat.rate-limit.redis-url must be a URL such as redis://:password@localhost:6379")
			.doesNotContain("secret", "sec^ret");
	}

}
