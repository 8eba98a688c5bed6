package dev.aichat.testing;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A reverse proxy for several instances: each connection goes to the next one that is
 * ready, or, if none is, to the next one that accepts it.
 */
public final class LoadBalancer implements AutoCloseable {

	private final Relay relay = new Relay();

	private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();

	private final List<Client> instances = new CopyOnWriteArrayList<>();

	private final Set<Client> unready = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	/**
	 * Listens on a free port, and asks instances twice a second whether they are ready.
	 */
	public LoadBalancer() {
		this.relay.to(this::connect);
		this.probes.scheduleWithFixedDelay(() -> this.instances.forEach(this::probe), 0, 500, TimeUnit.MILLISECONDS);
	}

	public URI uri() {
		return this.relay.uri("");
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
		this.probes.shutdownNow();
		this.relay.close();
	}

	private void probe(Client instance) {
		try {
			if (RawConnection.exchange(instance.uri(""), "GET", "/readyz").status() == 200) {
				this.unready.remove(instance);
				return;
			}
		}
		catch (RuntimeException ex) {
			// It is unavailable
		}
		this.unready.add(instance);
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

}
