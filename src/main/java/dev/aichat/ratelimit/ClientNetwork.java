package dev.aichat.ratelimit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/** The network that a request comes from, as a key for limits. */
final class ClientNetwork {

	/** An address as proxies write it: perhaps in brackets, with a zone or a port. */
	private static final Pattern ADDRESS = Pattern
		.compile("([\\d.]+)(?::\\d+)?|\\[?([\\da-fA-F:.]*:[\\da-fA-F:.]*)(?:%[\\w.-]+)?(?:](?::\\d+)?)?");

	private ClientNetwork() {
	}

	/**
	 * Returns the client's IPv4 address, or the /64 network of its IPv6 address, all of
	 * which may belong to one host (RFC 8273).
	 * @param request the request
	 * @return the network; empty for all clients whose address cannot be read
	 */
	static String of(HttpServletRequest request) {
		Matcher address = ADDRESS.matcher(request.getRemoteAddr());
		if (!address.matches()) {
			return "";
		}
		String ipv6 = (address.group(1) != null) ? "::ffff:" + address.group(1) : address.group(2);
		try {
			// In brackets, it is an address or an error, and no name to look up
			byte[] bytes = InetAddress.getByName('[' + ipv6 + ']').getAddress();
			return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
		}
		catch (UnknownHostException ex) {
			return "";
		}
	}

}
