package dev.aichat.openai;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

import dev.aichat.ai.LanguageModel.Listener;
import dev.aichat.ai.ModelException;
import dev.aichat.openai.EventReader.Event;

/**
 * Sends chat requests and hands on the events of their answers. Redirects are not
 * followed: the key goes nowhere but to the configured address.
 */
final class OpenAiClient {

	/** What a provider may ask us to wait before the one retry, in seconds. */
	private static final int SHORT_WAIT = 2;

	/** The statuses that blame the question, and not the provider. */
	private static final Set<Integer> QUESTION_REFUSED = Set.of(400, 413, 422);

	static {
		// Many servers close connections after 5 idle seconds, and a request that meets
		// that is lost
		preset("jdk.httpclient.keepalive.timeout", "4");
		// A request whose connection is closed before a byte of the answer is sent once
		// more
		preset("jdk.httpclient.enableAllMethodRetry", "true");
		// Each connection holds some of them, and a piece of a reply is small
		preset("jdk.httpclient.bufsize", "2048");
	}

	private final HttpClient http;

	private final URI address;

	private final String key;

	OpenAiClient(String baseUrl, String key, Executor executor, ProxySelector proxies) {
		this.address = URI.create(baseUrl + "/chat/completions");
		this.key = key;
		// HTTP/2 fails requests beyond the server's stream limit
		this.http = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.executor(executor)
			.followRedirects(HttpClient.Redirect.NEVER)
			.proxy(proxies)
			.build();
	}

	/**
	 * Sends a request as it is, and returns at the end of the answer.
	 * @param body the request's JSON
	 * @param maxCharacters the most characters of a reply that are read
	 * @param reply tells when to hang up
	 * @param events is given each event
	 * @throws ModelException if the provider refuses, or the transport fails
	 */
	void post(byte[] body, int maxCharacters, Listener reply, EventConsumer events)
			throws ModelException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.address)
			.header("Authorization", "Bearer " + this.key)
			.header("Content-Type", "application/json")
			.header("Accept", "text/event-stream, application/json")
			.POST(BodyPublishers.ofByteArray(body))
			.build();
		try {
			HttpResponse<InputStream> response = send(request, reply);
			Integer wait = waitBeforeRetry(response);
			if (wait != null) {
				close(response);
				await(new CompletableFuture<Void>().completeOnTimeout(null, wait, TimeUnit.SECONDS), reply);
				response = send(request, reply);
			}
			read(response, maxCharacters, events);
		}
		catch (IOException ex) {
			throw new ModelException(ModelException.names(ex), !isOurOwn(ex));
		}
	}

	private HttpResponse<InputStream> send(HttpRequest request, Listener reply)
			throws IOException, InterruptedException {
		HttpResponse<InputStream> response = await(this.http.sendAsync(request, BodyHandlers.ofInputStream()), reply);
		reply.onCancel(() -> close(response));
		return response;
	}

	private static <T> T await(CompletableFuture<T> future, Listener reply) throws IOException, InterruptedException {
		reply.onCancel(() -> future.cancel(true));
		try {
			return future.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException failure) ? failure : new IOException(ex.getCause());
		}
	}

	private static void read(HttpResponse<InputStream> response, int maxCharacters, EventConsumer events)
			throws IOException, ModelException {
		try (InputStream body = response.body()) {
			if (response.statusCode() / 100 != 2) {
				throw new ModelException("status " + response.statusCode(),
						!QUESTION_REFUSED.contains(response.statusCode()));
			}
			boolean zipped = response.headers()
				.firstValue("Content-Encoding")
				.filter("gzip"::equalsIgnoreCase)
				.isPresent();
			EventReader reader = new EventReader(zipped ? new GZIPInputStream(body) : body, maxCharacters);
			for (Event event = reader.next(); event != null; event = reader.next()) {
				events.accept(event);
			}
		}
	}

	/** The seconds after which a busy provider wants to be asked again, or null. */
	private static @Nullable Integer waitBeforeRetry(HttpResponse<?> response) {
		if (response.statusCode() != 429 && response.statusCode() != 503) {
			return null;
		}
		return response.headers()
			.firstValue("Retry-After")
			.filter((seconds) -> seconds.matches("[0-9]{1,4}"))
			.map(Integer::valueOf)
			.filter((seconds) -> seconds <= SHORT_WAIT)
			.orElse(null);
	}

	/** Whether this machine has no port or file left for another connection. */
	private static boolean isOurOwn(IOException failure) {
		return failure instanceof BindException || failure.getCause() instanceof BindException
				|| String.valueOf(failure.getMessage()).contains("Too many open files");
	}

	/** Closing a body that is not read to its end closes the connection. */
	private static void close(HttpResponse<InputStream> response) {
		try {
			response.body().close();
		}
		catch (IOException ex) {
			// It is closed as far as it can be
		}
	}

	/** Sets what the JDK's client only takes from the system, unless an operator has. */
	private static void preset(String property, String value) {
		if (System.getProperty(property) == null) {
			System.setProperty(property, value);
		}
	}

	/** Receives the events of an answer. */
	@FunctionalInterface
	interface EventConsumer {

		void accept(Event event) throws ModelException;

	}

}
