package dev.aichat.ai;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Talks to a provider within bounds that hold from the first byte sent to the last one
 * read: the JDK client's own timeout ends at the headers, and it would read any body
 * whole. Redirects are not followed: the key goes nowhere but to the configured address.
 */
final class BoundedHttpClient implements HttpClient {

	/** What a provider may ask us to wait before the one retry. */
	private static final Duration SHORT_WAIT = Duration.ofSeconds(2);

	private static final Duration RECONNECT_WAIT = Duration.ofMillis(100);

	static {
		// Many servers hang up after 5 idle seconds, and a question that meets that is
		// lost
		preset("jdk.httpclient.keepalive.timeout", "4");
		// Each connection holds some of them, and a piece of a reply is small
		preset("jdk.httpclient.bufsize", "2048");
	}

	private final java.net.http.HttpClient http;

	private final Executor executor;

	private final Limits limits;

	/** Ends what takes too long; the ends themselves are quick. */
	private final ScheduledThreadPoolExecutor timer;

	BoundedHttpClient(Executor executor, Limits limits) {
		this.executor = executor;
		this.limits = limits;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("ai-timer-");
		threads.setDaemon(true);
		this.timer = new ScheduledThreadPoolExecutor(1, threads);
		this.timer.setRemoveOnCancelPolicy(true);
		this.http = java.net.http.HttpClient.newBuilder()
			.executor(executor)
			.connectTimeout(limits.deadline())
			.followRedirects(java.net.http.HttpClient.Redirect.NEVER)
			.build();
	}

	@Override
	public SuccessfulHttpResponse execute(HttpRequest request) {
		throw new UnsupportedOperationException("Replies are streamed");
	}

	@Override
	public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
		long end = System.nanoTime() + this.limits.deadline().toNanos();
		// Async, as reading blocks: neither the caller nor the timer has time for it
		send(toJdk(request), end, true).whenCompleteAsync((response, failure) -> {
			if (failure != null) {
				listener.onError(cause(failure));
			}
			else {
				read(response, end, parser, new StrictEvents(listener));
			}
		}, this.executor);
	}

	/**
	 * Sends a request, and once more if the provider surely did not process it: no
	 * connection came about, or it was told to come back soon.
	 */
	private CompletableFuture<HttpResponse<InputStream>> send(java.net.http.HttpRequest request, long end,
			boolean mayRetry) {
		CompletableFuture<HttpResponse<InputStream>> sent = this.http.sendAsync(request, BodyHandlers.ofInputStream());
		Future<?> tooLate = at(end, () -> sent.cancel(true));
		return sent.handle((response, failure) -> {
			tooLate.cancel(false);
			Optional<Duration> wait = mayRetry ? waitBeforeRetry(response, failure) : Optional.empty();
			if (wait.isEmpty() || wait.get().toNanos() >= left(end)) {
				return (failure != null) ? CompletableFuture.<HttpResponse<InputStream>>failedFuture(failure)
						: CompletableFuture.completedFuture(response);
			}
			close(response);
			Executor later = (task) -> this.timer.schedule(task, wait.get().toNanos(), TimeUnit.NANOSECONDS);
			return CompletableFuture.supplyAsync(() -> send(request, end, false), later).thenCompose((again) -> again);
		}).thenCompose((result) -> result);
	}

	private void read(HttpResponse<InputStream> response, long end, ServerSentEventParser parser,
			ServerSentEventListener listener) {
		if (response.statusCode() / 100 != 2) {
			close(response);
			listener.onError(new HttpException(response.statusCode(), "refused"));
			return;
		}
		Future<?> tooLate = at(end, () -> close(response));
		try (InputStream body = new BoundedStream(response.body(), this.limits)) {
			listener.onOpen(SuccessfulHttpResponse.builder()
				.statusCode(response.statusCode())
				.headers(response.headers().map())
				.build());
			parser.parse(body, listener);
			listener.onClose();
		}
		catch (Exception ex) {
			listener.onError(ex);
		}
		finally {
			tooLate.cancel(false);
		}
	}

	private Future<?> at(long end, Runnable task) {
		return this.timer.schedule(task, left(end), TimeUnit.NANOSECONDS);
	}

	private static Optional<Duration> waitBeforeRetry(@Nullable HttpResponse<?> response, @Nullable Throwable failure) {
		if (failure != null) {
			return (cause(failure) instanceof ConnectException) ? Optional.of(RECONNECT_WAIT) : Optional.empty();
		}
		if (response == null || (response.statusCode() != 429 && response.statusCode() != 503)) {
			return Optional.empty();
		}
		return response.headers()
			.firstValue("Retry-After")
			.filter((seconds) -> seconds.matches("[0-9]{1,4}"))
			.map((seconds) -> Duration.ofSeconds(Long.parseLong(seconds)))
			.filter((wait) -> wait.compareTo(SHORT_WAIT) <= 0);
	}

	private static java.net.http.HttpRequest toJdk(HttpRequest request) {
		URI uri = URI.create(request.url());
		java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(uri)
			.version("https".equals(uri.getScheme()) ? java.net.http.HttpClient.Version.HTTP_2
					: java.net.http.HttpClient.Version.HTTP_1_1)
			.method(request.method().name(), java.net.http.HttpRequest.BodyPublishers.ofString(request.body()));
		request.headers().forEach((name, values) -> values.forEach((value) -> builder.header(name, value)));
		return builder.build();
	}

	/** What the JDK client only takes from the system, unless an operator has set it. */
	private static void preset(String property, String value) {
		if (System.getProperty(property) == null) {
			System.setProperty(property, value);
		}
	}

	private static long left(long end) {
		return Math.max(0, end - System.nanoTime());
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/** Closing a body that is not read to its end closes the connection. */
	private static void close(@Nullable HttpResponse<InputStream> response) {
		if (response != null) {
			try {
				response.body().close();
			}
			catch (IOException ex) {
				// It is closed as far as it can be
			}
		}
	}

	/**
	 * What one reply may cost.
	 *
	 * @param deadline how long it may take, from the first byte sent
	 * @param maxLine the most bytes of a line
	 * @param maxTotal the most bytes in all
	 */
	record Limits(Duration deadline, long maxLine, long maxTotal) {

		/**
		 * Bounds for a reply of so many characters: an escaped one takes up to 6 bytes,
		 * and with a line for each, some 400.
		 */
		static Limits of(AiSettings settings) {
			long characters = settings.maxReplyCharacters();
			return new Limits(settings.deadline(), 16_384 + 8 * characters, 65_536 + 400 * characters);
		}

	}

}
