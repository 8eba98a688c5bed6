package dev.aichat.web;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Addresses are read as they are written in the wild, and nothing else is an address. */
class IpAddressTests {

	@ParameterizedTest
	@CsvSource({ "203.0.113.9, 203.0.113.9", "203.0.113.9:4711, 203.0.113.9", "0.0.0.0, 0.0.0.0",
			"255.255.255.255:65535, 255.255.255.255", "::ffff:203.0.113.9, 203.0.113.9",
			"[::ffff:cb00:7109]:80, 203.0.113.9", "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
			"[2001:db8::1], 2001:db8:0:0:0:0:0:1", "[2001:db8::1]:443, 2001:db8:0:0:0:0:0:1",
			"0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1", "fe80:0:0:0:1:2:3:4%eth0, fe80:0:0:0:1:2:3:4",
			"[fe80::1%2]:80, fe80:0:0:0:0:0:0:1", "::, 0:0:0:0:0:0:0:0" })
	void addressIsRead(String text, String address) {
		assertThat(IpAddress.parse(text).map(InetAddress::getHostAddress)).contains(address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "localhost", "example.org", "unknown", "_hidden", "203.0.113", "203.0.113.256",
			"0203.0.113.9", "203.0.113.9.1", "203.0.113.9 ", "203.0.113.9:", "203.0.113.9:123456", "203.0.113.9:x",
			"3405803785", "0xcb007109", "-1.0.0.0", "1", "a", "a:b", ":", ":::", "1:2:3:4:5:6:7:8:9", "2001:db8::1::2",
			"[2001:db8::1", "2001:db8::1]", "[203.0.113.9]", "[]", "2001:db8::1%", "2001:db8::g", "٢٠٣.0.113.9",
			"203.0.113.9\0", "2001:db8::1\n", "'; DROP TABLE users" })
	void anythingElseIsNoAddress(String text) {
		assertThat(IpAddress.parse(text)).isEmpty();
	}

	@Test
	void overlongTextIsNoAddress() {
		assertThat(IpAddress.parse("1:".repeat(8000))).isEmpty();
		assertThat(IpAddress.parse("fe80::1%" + "a".repeat(8000))).isEmpty();
	}

}
