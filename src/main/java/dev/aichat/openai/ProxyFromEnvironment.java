package dev.aichat.openai;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the proxy by {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY}, in
 * upper or lower case. This machine itself is always asked directly.
 *
 * @param variables finds the value of an environment variable, or null
 */
record ProxyFromEnvironment(UnaryOperator<@Nullable String> variables) {

	/** The selector that is used, the JVM's own where no variable is set. */
	ProxySelector selector() {
		return (find("http_proxy") == null && find("https_proxy") == null) ? ProxySelector.getDefault()
				: new Selector();
	}

	private List<Proxy> select(URI uri) {
		String proxy = find(uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy");
		if (proxy == null || isDirect(uri.getHost().toLowerCase(Locale.ROOT))) {
			return List.of(Proxy.NO_PROXY);
		}
		URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
		int port = (address.getPort() > 0) ? address.getPort() : 80;
		return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port)));
	}

	private boolean isDirect(String host) {
		String exceptions = Objects.requireNonNullElse(find("no_proxy"), "");
		return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")
				|| Stream.of(exceptions.toLowerCase(Locale.ROOT).split("[,\\s]+"))
					.map((name) -> name.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", ""))
					.anyMatch((name) -> name.equals("*") || (!name.isEmpty() && ("." + host).endsWith("." + name)));
	}

	private @Nullable String find(String name) {
		return Stream.of(name, name.toUpperCase(Locale.ROOT))
			.map(this.variables)
			.filter((value) -> value != null && !value.isBlank())
			.map(String::strip)
			.findFirst()
			.orElse(null);
	}

	/** What the HTTP client asks. */
	private final class Selector extends ProxySelector {

		@Override
		public List<Proxy> select(URI uri) {
			return ProxyFromEnvironment.this.select(uri);
		}

		@Override
		public void connectFailed(URI uri, SocketAddress address, IOException failure) {
			// There is no other to try
		}

	}

}
