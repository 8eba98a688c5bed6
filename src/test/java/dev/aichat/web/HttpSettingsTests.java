package dev.aichat.web;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.util.unit.DataSize;

import dev.aichat.testing.SettingsRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Bodies are bounded by default, and bad bounds stop the start. */
class HttpSettingsTests {

	private final SettingsRunner start = new SettingsRunner(Enabling.class);

	@Test
	void defaultsAreTheContracts() {
		assertThat(this.start.with(HttpSettings.class))
			.isEqualTo(new HttpSettings(DataSize.ofKilobytes(64), Duration.ofSeconds(10), List.of()));
	}

	@Test
	void proxiesAreAddressesAndRanges() {
		assertThat(this.start.with(HttpSettings.class, "aichat.http.trusted-proxies=10.0.0.0/8, ::1,2001:db8::/33")
			.trustedProxies()).extracting(Network::prefix).containsExactly(8, 128, 33);
	}

	@Test
	void unreadableProxyIsExplained() {
		this.start.failsNaming("'10.0.0.0/33' is neither an IP address nor a range of them",
				"aichat.http.trusted-proxies=10.0.0.0/33");
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.http.max-body=much", "aichat.http.max-body=-1KB", "aichat.http.max-body=0",
			"aichat.http.body-deadline=0s", "aichat.http.body-deadline=-1s", "aichat.http.trusted-proxies=*",
			"aichat.http.trusted-proxies=proxy.example.org", "aichat.http.trusted-proxies=10.0.0.0/33",
			"aichat.http.trusted-proxies=10.0.0.0/x", "aichat.http.trusted-proxies=10.0.0.0/",
			"aichat.http.trusted-proxies=10.0.0.0/8/9", "aichat.http.trusted-proxies=10.0.0.0/-1",
			"aichat.http.trusted-proxies=0.0.0.0/0", "aichat.http.trusted-proxies=::/0",
			"aichat.http.trusted-proxies=2001:db8::/129", "aichat.http.trusted-proxies=10.0.0.1,10.0.0" })
	void badSettingStopsTheStart(String property) {
		this.start.failsWith(property);
	}

	@EnableConfigurationProperties(HttpSettings.class)
	static class Enabling {

	}

}
