package dev.aichat.web;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Finds the client behind trusted proxies. Each proxy adds whom it heard to the right of
 * {@code X-Forwarded-For}, so the client is the last one there that is not trusted
 * itself; what stands to its left is what the client claims. Tomcat's own valve would
 * take a port for a part of the address, and ask the DNS for what it cannot read.
 */
class ClientAddressValve extends ValveBase {

	private static final String HEADER = "X-Forwarded-For";

	private final List<Network> trusted;

	ClientAddressValve(List<Network> trusted) {
		super(true);
		this.trusted = trusted;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		IpAddress.parse(request.getPeerAddr())
			.filter(this::isTrusted)
			.ifPresent((peer) -> request.setRemoteAddr(client(peer, request).getHostAddress()));
		getNext().invoke(request, response);
	}

	/** What cannot be read counts for the proxy that passed it on. */
	private InetAddress client(InetAddress peer, Request request) {
		String[] hops = String.join(",", Collections.list(request.getHeaders(HEADER))).split(",");
		InetAddress client = peer;
		for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
			Optional<InetAddress> hop = IpAddress.parse(hops[i].strip());
			if (hop.isPresent()) {
				client = hop.get();
			}
			else if (!hops[i].isBlank()) {
				break;
			}
		}
		return client;
	}

	private boolean isTrusted(InetAddress address) {
		return this.trusted.stream().anyMatch((network) -> network.contains(address));
	}

}
