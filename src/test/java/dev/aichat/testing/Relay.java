package dev.aichat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/** A TCP relay in front of the service, whose connections a test cuts. */
public final class Relay implements AutoCloseable {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Set<Socket> ends = ConcurrentHashMap.newKeySet();

	private final ServerSocket server;

	/** The target of connections; null while they are cut. */
	private volatile @Nullable URI service;

	public Relay() {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.execute(this::accept);
	}

	/** The address of a path of the service through this relay. */
	public URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.server.getLocalPort() + path);
	}

	/** Leads new connections to a service. */
	public void to(URI service) {
		this.service = service;
	}

	/** Closes all connections, and each new one at once. */
	public void cut() {
		this.service = null;
		this.ends.forEach(Relay::close);
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		cut();
		this.threads.shutdownNow();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				URI service = this.service;
				if (service == null) {
					client.close();
					continue;
				}
				relay(client, service);
			}
			catch (IOException ex) {
				// Closed
			}
		}
	}

	private void relay(Socket client, URI service) throws IOException {
		try {
			Socket upstream = new Socket(service.getHost(), service.getPort());
			this.threads.execute(() -> pump(client, upstream));
			this.threads.execute(() -> pump(upstream, client));
		}
		catch (ConnectException ex) {
			client.close();
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

	private static void close(Socket end) {
		try {
			end.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
