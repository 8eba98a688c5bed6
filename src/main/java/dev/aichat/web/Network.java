package dev.aichat.web;

import java.math.BigInteger;
import java.net.InetAddress;

import org.springframework.util.Assert;

/**
 * The addresses that begin with the same bits (CIDR: RFC 4632, RFC 4291), or a single
 * one.
 *
 * @param start the bits
 * @param prefix how many there are
 * @param length how many bits such an address has: 32 or 128
 */
record Network(BigInteger start, int prefix, int length) {

	/**
	 * Reads a network.
	 * @param text such as {@code 10.0.0.0/8}, {@code 2001:db8::/32} or an address
	 */
	public static Network valueOf(String text) {
		String[] parts = text.split("/", 2);
		InetAddress address = IpAddress.parse(parts[0])
			.filter((any) -> parts.length == 1 || parts[1].matches("[1-9]\\d{0,2}"))
			.orElseThrow(() -> unreadable(text));
		int prefix = (parts.length == 1) ? bits(address) : Integer.parseInt(parts[1]);
		Assert.isTrue(prefix <= bits(address), () -> unreadable(text).getMessage());
		return of(address, prefix);
	}

	boolean contains(InetAddress address) {
		return of(address, this.prefix).equals(this);
	}

	private static Network of(InetAddress address, int prefix) {
		int length = bits(address);
		return new Network(new BigInteger(1, address.getAddress()).shiftRight(length - prefix), prefix, length);
	}

	private static int bits(InetAddress address) {
		return address.getAddress().length * Byte.SIZE;
	}

	private static IllegalArgumentException unreadable(String text) {
		return new IllegalArgumentException(("'%s' is neither an IP address nor a range of them, "
				+ "such as 10.0.0.0/8 or 2001:db8::/32; /0 would be everyone.")
			.formatted(text));
	}

}
