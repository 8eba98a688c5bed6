package dev.aichat.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of IP addresses, as Tomcat and proxies write it: a port or a zone may follow,
 * brackets may be around it. Names are none, so that nobody is ever asked for one.
 */
public final class IpAddress {

	private static final int MAX_LENGTH = 100;

	private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

	private static final String FOUR = OCTET + "(?:\\." + OCTET + "){3}";

	private static final String SIX = "[\\da-fA-F:]*:[\\da-fA-F:.]*";

	private static final String ZONE = "(?:%[\\w.-]+)?";

	private static final Pattern SHAPE = Pattern
		.compile("(?:(%1$s)|\\[(%2$s)%3$s])(?::\\d{1,5})?|(%2$s)%3$s".formatted(FOUR, SIX, ZONE));

	private IpAddress() {
	}

	/**
	 * Reads an address. An IPv4 address in an IPv6 one (RFC 4291, section 2.5.5.2) is the
	 * IPv4 address.
	 * @param text what may be an address
	 * @return the address, or nothing if it is anything else
	 */
	public static Optional<InetAddress> parse(String text) {
		Matcher matcher = SHAPE.matcher(text);
		if (text.length() > MAX_LENGTH || !matcher.matches()) {
			return Optional.empty();
		}
		String address = (matcher.group(1) != null) ? matcher.group(1)
				: (matcher.group(2) != null) ? matcher.group(2) : matcher.group(3);
		try {
			// Looks nothing up: it has the shape of an IPv4 address, or a colon
			return Optional.of(InetAddress.getByName(address));
		}
		catch (UnknownHostException ex) {
			return Optional.empty();
		}
	}

}
