package dev.aichat.ratelimit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/** A client's network is read from addresses as Tomcat and proxies write them. */
class ClientNetworkTests {

	@ParameterizedTest
	@CsvSource({ "203.0.113.9, cb007109", "203.0.113.9:4711, cb007109", "255.255.255.255:65535, ffffffff",
			"::ffff:203.0.113.9, cb007109", "[::ffff:cb00:7109]:80, cb007109", "2001:DB8::1, 20010db800000000",
			"[2001:db8:1:2:3:4:5:6], 20010db800010002", "[2001:db8::1]:443, 20010db800000000",
			"fe80:0:0:0:1:2:3:4%eth0, fe80000000000000", "[fe80::1%2]:80, fe80000000000000", "::, 0000000000000000" })
	void addressBelongsToItsNetwork(String address, String network) {
		assertThat(network(address)).isEqualTo(network);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "localhost", "example.org", "unknown", "_hidden", "203.0.113", "203.0.113.256",
			"203.0.113.9.1", "203.0.113.9 ", "203.0.113.9:x", "3405803785", "0xcb007109", "-1.0.0.0", "a", "a:b", ":",
			":::", "1:2:3:4:5:6:7:8:9", "2001:db8::1::2", "[203.0.113.9]", "[]", "2001:db8::1%", "2001:db8::g",
			"\u0662\u0660\u0663.0.113.9", "203.0.113.9\0", "2001:db8::1\n" })
	void unreadableAddressesShareOneNetwork(String address) {
		assertThat(network(address)).isEmpty();
	}

	@Test
	void overlongAddressIsUnreadable() {
		assertThat(network("1:".repeat(8000))).isEmpty();
		assertThat(network("9".repeat(8000))).isEmpty();
	}

	private static String network(String address) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(address);
		return ClientNetwork.of(request);
	}

}
