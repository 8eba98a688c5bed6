package dev.aichat.openai;

import java.net.URI;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.PropertyResolver;

/** Finds the proxy that the environment names. */
record EnvironmentProxy(PropertyResolver environment) {

	/**
	 * Finds the proxy for an address by {@code HTTP_PROXY}, {@code HTTPS_PROXY} and
	 * {@code NO_PROXY}, in upper or lower case. This machine itself is always asked
	 * directly.
	 */
	@Nullable URI find(URI address) {
		String host = address.getHost().toLowerCase(Locale.ROOT);
		String proxy = this.environment.getProperty(address.getScheme().toLowerCase(Locale.ROOT) + "_proxy", "")
			.strip();
		String exceptions = this.environment.getProperty("no_proxy", "").toLowerCase(Locale.ROOT);
		boolean direct = host.matches("localhost|127\\..*|\\[::1]") || Stream.of(exceptions.split("[,\\s]+"))
			.map((name) -> name.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", ""))
			.anyMatch((name) -> name.equals("*") || (!name.isEmpty() && ("." + host).endsWith("." + name)));
		return (proxy.isEmpty() || direct) ? null : URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
	}

}
