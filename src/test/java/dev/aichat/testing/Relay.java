package dev.aichat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A TCP relay in front of the service, whose connections a test cuts. */
public final class Relay implements AutoCloseable {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Set<Socket> ends = ConcurrentHashMap.newKeySet();

	private final ServerSocket server;

	private final URI service;

	private volatile boolean isCut;

	public Relay(URI service) {
		this.service = service;
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

	/** Closes all connections, and each new one at once. */
	public void cut() {
		this.isCut = true;
		this.ends.forEach(Relay::close);
	}

	public void mend() {
		this.isCut = false;
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
				if (this.isCut) {
					client.close();
					continue;
				}
				Socket upstream = new Socket(this.service.getHost(), this.service.getPort());
				this.threads.execute(() -> pump(client, upstream));
				this.threads.execute(() -> pump(upstream, client));
			}
			catch (IOException ex) {
				// Closed, or the service is away
			}
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
