package dev.aichat.web;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import dev.aichat.testing.SettingsRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** The settings of HTTP have safe defaults, and an invalid one stops the start. */
class HttpSettingsTests {

	private final SettingsRunner start = new SettingsRunner();

	@Test
	void bodiesAreBoundedByDefault() {
		assertThat(this.start.with(HttpSettings.class)).isEqualTo(new HttpSettings(DataSize.ofKilobytes(64),
				DataSize.ofKilobytes(16), Duration.ofSeconds(10), List.of()));
	}

	@Test
	void proxiesAreAddressesAndRanges() {
		assertThat(this.start
			.with(HttpSettings.class, "aichat.http.trusted-proxies=10.0.0.0/8, ::1,192.0.2.7,2001:db8::/33")
			.proxyRanges()).isEqualTo("10.0.0.0/8,::1/128,192.0.2.7/32,2001:db8::/33");
	}

	@Test
	void unreadableProxyIsExplained() {
		this.start.failsNaming("aichat.http.trusted-proxies must be IP addresses or ranges of them",
				"aichat.http.trusted-proxies=10.0.0.0/33");
	}

	@ParameterizedTest
	@ValueSource(strings = { "aichat.http.max-body=much", "aichat.http.max-body=-1KB", "aichat.http.max-body=0",
			"aichat.http.max-public-body=0", "aichat.http.body-deadline=0s", "aichat.http.body-deadline=-1s",
			"aichat.http.trusted-proxies=*", "aichat.http.trusted-proxies=proxy.example.org",
			"aichat.http.trusted-proxies=10.0.0.0/33", "aichat.http.trusted-proxies=10.0.0.0/x",
			"aichat.http.trusted-proxies=10.0.0.0/", "aichat.http.trusted-proxies=10.0.0.0/8/9",
			"aichat.http.trusted-proxies=10.0.0.0/-1", "aichat.http.trusted-proxies=0.0.0.0/0",
			"aichat.http.trusted-proxies=::/0", "aichat.http.trusted-proxies=2001:db8::/129",
			"aichat.http.trusted-proxies=10.0.0.1,10.0.0" })
	void invalidSettingStopsTheStart(String property) {
		this.start.failsWith(property);
	}

}
