package dev.aichat.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.ThrowingConsumer;

/**
 * A stand-in for a server of the OpenAI chat protocol, on a bare socket: it checks what
 * it is asked, and answers as a test tells it to, at its worst.
 */
public final class Provider implements AutoCloseable {

	/** The key that it expects, and that must show up nowhere else. */
	public static final String KEY = "sk-test-very-secret-0123456789";

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "provider");
		thread.setDaemon(true);
		return thread;
	});

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	private final List<ProviderCall> calls = new CopyOnWriteArrayList<>();

	private final List<AssertionError> complaints = new CopyOnWriteArrayList<>();

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final Set<ProviderCall> answering = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Future<?> accepting;

	private final @Nullable SSLContext tls;

	private volatile ServerSocket server;

	private final int port;

	public Provider() {
		this(null);
	}

	/** Listens, with TLS if it is given a context. */
	public Provider(@Nullable SSLContext tls) {
		this.tls = tls;
		this.server = listen(0);
		this.port = this.server.getLocalPort();
	}

	/** The base URL of its API. */
	public String url() {
		return ((this.tls != null) ? "https" : "http") + "://127.0.0.1:" + this.port + "/v1";
	}

	/** Sets the answer to a message from now on; all others get {@code Hi.} */
	public void answer(String message, Answer answer) {
		this.answers.put(message, answer);
	}

	/** The calls since the last reset, oldest first. */
	public List<ProviderCall> calls() {
		return List.copyOf(this.calls);
	}

	/** The number of calls that are still being answered. */
	public int answering() {
		return this.answering.size();
	}

	/** No longer listens, and hangs up: connections are refused. */
	public void goAway() {
		close(this.server);
		// Until its thread has ended, the closed socket may accept one more connection
		close(this.accepting::get);
		this.connections.forEach(Provider::close);
	}

	/** Listens again, at the same address. */
	public void comeBack() {
		this.server = listen(this.port);
	}

	/**
	 * Clears answers and calls, and throws if a request was not as it should be.
	 */
	public void reset() {
		this.answers.clear();
		this.calls.clear();
		this.answering.forEach(ProviderCall::hangUp);
		List<AssertionError> complaints = List.copyOf(this.complaints);
		this.complaints.clear();
		complaints.forEach((complaint) -> {
			throw complaint;
		});
	}

	@Override
	public void close() {
		goAway();
		this.threads.shutdown();
	}

	private ServerSocket listen(int port) {
		try {
			ServerSocket socket = (this.tls != null) ? this.tls.getServerSocketFactory().createServerSocket()
					: new ServerSocket();
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
			this.accepting = this.threads.submit(() -> accept(socket));
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocket socket) {
		while (!socket.isClosed()) {
			try {
				Socket connection = socket.accept();
				this.connections.add(connection);
				this.threads.execute(() -> serve(connection));
			}
			catch (IOException ex) {
				// It went away
			}
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			connection.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(connection.getInputStream());
			ProviderCall call = ProviderCall.read(connection, in);
			while (call != null) {
				answer(call);
				call = ProviderCall.read(connection, in);
			}
		}
		catch (IOException ex) {
			// The caller hung up, or was hung up on
		}
		finally {
			this.connections.remove(connection);
		}
	}

	private void answer(ProviderCall call) throws IOException {
		this.calls.add(call);
		this.answering.add(call);
		try {
			call.check(KEY);
			this.answers.getOrDefault(call.message(), (any) -> any.say("Hi.")).to(call);
		}
		catch (AssertionError ex) {
			this.complaints.add(ex);
			call.refuse(400, "bad request");
		}
		finally {
			this.answering.remove(call);
		}
	}

	private static void close(AutoCloseable resource) {
		ThrowingConsumer.of(AutoCloseable::close).accept(resource);
	}

	/** Answers a call: all of it, or until the caller hangs up. */
	@FunctionalInterface
	public interface Answer {

		void to(ProviderCall call) throws IOException;

	}

}
