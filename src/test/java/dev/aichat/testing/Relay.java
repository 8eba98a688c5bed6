package dev.aichat.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.util.function.ThrowingConsumer;
import org.springframework.util.function.ThrowingSupplier;

/** A TCP relay in front of the service, whose connections a test cuts. */
public final class Relay implements AutoCloseable {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Set<Socket> ends = ConcurrentHashMap.newKeySet();

	private final ServerSocket server = ThrowingSupplier
		.of(() -> new ServerSocket(0, 200, InetAddress.getLoopbackAddress()))
		.get();

	private volatile Callable<Socket> service = Relay::refuse;

	public Relay() {
		this.threads.execute(this::accept);
	}

	/** The address of a path of the service through this relay. */
	public URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.server.getLocalPort() + path);
	}

	/** Leads new connections to a service. */
	public void to(URI service) {
		to(() -> new Socket(service.getHost(), service.getPort()));
	}

	/** Leads new connections to whatever opens one. */
	public void to(Callable<Socket> service) {
		this.service = service;
	}

	/** Closes all connections, and each new one at once. */
	public void cut() {
		this.service = Relay::refuse;
		this.ends.forEach(Relay::close);
	}

	@Override
	public void close() {
		close(this.server);
		cut();
		this.threads.shutdownNow();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				this.threads.execute(() -> relay(client));
			}
			catch (IOException ex) {
				// Closed
			}
		}
	}

	private void relay(Socket client) {
		try (client; Socket upstream = this.service.call()) {
			this.threads.execute(() -> pump(client, upstream));
			pump(upstream, client);
		}
		catch (Exception ex) {
			// Refused: the client sees its connection end
		}
	}

	private void pump(Socket from, Socket to) {
		this.ends.add(from);
		try (from; to) {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		catch (IOException ex) {
			// Cut, or closed by one end
		}
		finally {
			this.ends.remove(from);
		}
	}

	private static Socket refuse() throws IOException {
		throw new ConnectException("Cut");
	}

	private static void close(Closeable end) {
		ThrowingConsumer.of(Closeable::close).accept(end);
	}

}
