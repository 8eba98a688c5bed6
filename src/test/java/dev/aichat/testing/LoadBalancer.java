package dev.aichat.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A reverse proxy for several instances: each connection goes to the next one that is
 * ready, or, if none is, to the next one that accepts it.
 */
public final class LoadBalancer implements AutoCloseable {

	private final ServerSocket server;

	private final ExecutorService relays = Executors.newCachedThreadPool();

	private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();

	private final List<Client> instances = new CopyOnWriteArrayList<>();

	private final Set<Client> unready = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	/**
	 * Listens on a free port, and asks instances twice a second whether they are ready.
	 */
	public LoadBalancer() {
		try {
			this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.relays.execute(this::accept);
		this.probes.scheduleWithFixedDelay(() -> this.instances.forEach(this::probe), 0, 500, TimeUnit.MILLISECONDS);
	}

	public URI uri() {
		return URI.create("http://127.0.0.1:" + this.server.getLocalPort());
	}

	public void add(PackagedService instance) {
		this.instances.add(instance.client());
	}

	/** Sends no more connections to an instance; those it has go on. */
	public void remove(PackagedService instance) {
		this.instances.remove(instance.client());
	}

	@Override
	public void close() {
		close(this.server);
		this.probes.shutdownNow();
		this.relays.shutdownNow();
	}

	private void probe(Client instance) {
		try (RawConnection connection = new RawConnection(instance.uri(""))) {
			connection.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
			if (connection.answer().status() == 200) {
				this.unready.remove(instance);
				return;
			}
		}
		catch (RuntimeException ex) {
			// It is unavailable
		}
		this.unready.add(instance);
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				this.relays.execute(() -> serve(client));
			}
			catch (IOException ex) {
				// Closed
			}
		}
	}

	private void serve(Socket client) {
		try (client; Socket instance = connect()) {
			this.relays.execute(() -> relay(client, instance));
			relay(instance, client);
		}
		catch (IOException ex) {
			// The client sees its connection end
		}
	}

	private Socket connect() throws IOException {
		List<Client> candidates = List.copyOf(this.instances);
		int first = this.connections.getAndIncrement();
		for (boolean readyOnly : new boolean[] { true, false }) {
			for (int i = 0; i < candidates.size(); i++) {
				Client candidate = candidates.get(Math.floorMod(first + i, candidates.size()));
				if (!readyOnly || !this.unready.contains(candidate)) {
					try {
						return new Socket("127.0.0.1", candidate.uri("").getPort());
					}
					catch (IOException ex) {
						this.unready.add(candidate);
					}
				}
			}
		}
		throw new IOException("No instance");
	}

	private static void relay(Socket from, Socket to) {
		byte[] piece = new byte[8192];
		try {
			InputStream in = from.getInputStream();
			for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
				to.getOutputStream().write(piece, 0, length);
			}
		}
		catch (IOException ex) {
			// Either side hung up
		}
	}

	private static void close(ServerSocket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
