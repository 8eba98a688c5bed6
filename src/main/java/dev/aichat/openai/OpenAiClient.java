package dev.aichat.openai;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

import javax.net.ssl.SSLException;

import org.springframework.core.env.PropertyResolver;
import org.springframework.web.util.UriComponentsBuilder;

import dev.aichat.ai.AiException;

/**
 * Sends chat requests and hands on the events of their answers. Redirects are not
 * followed: the key goes nowhere but to the configured address.
 */
final class OpenAiClient {

	private static final Set<Integer> BUSY = Set.of(429, 503);

	/** The seconds that idle connections are kept; many servers close theirs after 5. */
	private static final long KEEP_ALIVE_SECONDS = 4;

	static {
		// The JDK's client reads these from system properties alone
		Properties system = System.getProperties();
		system.putIfAbsent("jdk.httpclient.keepalive.timeout", Long.toString(KEEP_ALIVE_SECONDS));
		// Each connection holds some of them, and a piece of a reply is small
		system.putIfAbsent("jdk.httpclient.bufsize", "2048");
		// Allows Basic authentication at proxies
		system.putIfAbsent("jdk.http.auth.tunneling.disabledSchemes", "");
	}

	private final HttpClient http;

	private final HttpRequest.Builder request;

	/** The time when an answer last ended, which left its connection to the next. */
	private volatile long lastEnd = System.nanoTime() - TimeUnit.SECONDS.toNanos(KEEP_ALIVE_SECONDS);

	OpenAiClient(String baseUrl, String key, Executor executor, PropertyResolver environment) {
		URI address = UriComponentsBuilder.fromUriString(baseUrl).path("/chat/completions").build(true).toUri();
		this.request = HttpRequest.newBuilder(address)
			.header("Content-Type", "application/json")
			.header("Accept", "text/event-stream, application/json");
		// Azure's older addresses take a key in this header alone
		boolean azure = baseUrl.contains("?api-version=");
		this.request.header(azure ? "api-key" : "Authorization", azure ? key : "Bearer " + key);
		// HTTP/2 fails requests beyond the server's stream limit
		HttpClient.Builder http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(executor);
		URI proxy = new EnvironmentProxy(environment).find(address);
		if (proxy != null) {
			int port = (proxy.getPort() > 0) ? proxy.getPort() : 80;
			http.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.getHost(), port)));
			if (proxy.getUserInfo() != null) {
				byte[] user = proxy.getUserInfo().getBytes(StandardCharsets.UTF_8);
				this.request.header("Proxy-Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
			}
		}
		this.http = http.followRedirects(HttpClient.Redirect.NEVER).build();
	}

	/**
	 * Sends a request's JSON as it is, hands on each event, and returns at the end.
	 * @param onCancel receives the call to close to hang up
	 * @throws AiException if the provider refuses, or the transport fails
	 */
	void post(byte[] body, int maxCharacters, Consumer<AutoCloseable> onCancel, BiConsumer<String, String> events) {
		HttpRequest request = this.request.copy().POST(BodyPublishers.ofByteArray(body)).build();
		try {
			HttpResponse<InputStream> response = sendUntilHeard(request, onCancel);
			String wait = response.headers().firstValue("Retry-After").orElse("");
			if (BUSY.contains(response.statusCode()) && wait.matches("[012]")) {
				response.body().close();
				await(new CompletableFuture<Void>().completeOnTimeout(null, Long.parseLong(wait), TimeUnit.SECONDS),
						onCancel);
				response = send(request, onCancel);
			}
			read(response, maxCharacters, events);
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	/** Names the cause, which the JDK reports by an exception, or in words alone. */
	static AiException failure(IOException ex) {
		String causes = ex + ", " + ex.getCause();
		String name = causes.contains("UnresolvedAddressException") ? "unknown host"
				: causes.contains("ClosedChannelException") ? "connection refused" : (ex instanceof SSLException)
						? "TLS failed" : causes.contains("Connection reset") ? "connection reset" : "no whole answer";
		boolean ourOwn = causes.contains("BindException") || causes.contains("Too many open files");
		return AiException.failed(name + ", " + AiException.names(ex), !ourOwn);
	}

	/** Sends a request once more if its connection had been closed while it was idle. */
	private HttpResponse<InputStream> sendUntilHeard(HttpRequest request, Consumer<AutoCloseable> onCancel)
			throws IOException {
		long start = System.nanoTime();
		boolean reused = start - this.lastEnd < TimeUnit.SECONDS.toNanos(KEEP_ALIVE_SECONDS);
		try {
			return send(request, onCancel);
		}
		catch (IOException ex) {
			boolean atOnce = System.nanoTime() - start < TimeUnit.SECONDS.toNanos(1);
			if (reused && atOnce && "HTTP/1.1 header parser received no bytes".equals(ex.getMessage())) {
				return send(request, onCancel);
			}
			throw ex;
		}
	}

	private HttpResponse<InputStream> send(HttpRequest request, Consumer<AutoCloseable> onCancel) throws IOException {
		HttpResponse<InputStream> response = await(this.http.sendAsync(request, BodyHandlers.ofInputStream()),
				onCancel);
		// Closing a body that is not read to its end closes the connection
		onCancel.accept(response.body());
		return response;
	}

	private static <T> T await(CompletableFuture<T> future, Consumer<AutoCloseable> onCancel) throws IOException {
		onCancel.accept(() -> future.cancel(true));
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof IOException failure) ? failure : new IOException(ex.getCause());
		}
	}

	private void read(HttpResponse<InputStream> response, int maxCharacters, BiConsumer<String, String> events)
			throws IOException {
		int status = response.statusCode();
		boolean zipped = response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
		try (InputStream body = response.body()) {
			if (status / 100 != 2) {
				throw AiException.refused(status);
			}
			new EventReader(zipped ? new GZIPInputStream(body) : body, maxCharacters).forEach(events);
			this.lastEnd = System.nanoTime();
		}
	}

}
