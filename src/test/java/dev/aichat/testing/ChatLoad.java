package dev.aichat.testing;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;

import static org.awaitility.Awaitility.await;

/**
 * Sends chats of several users at a steady rate, each on a connection of its own, until
 * it is closed.
 */
public final class ChatLoad implements AutoCloseable {

	/** The outcome of a request that got no whole answer. */
	public static final String CUT_OFF = "cut off";

	private final URI address;

	private final List<Caller> users;

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger sent = new AtomicInteger();

	private final ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

	private final Set<UUID> answered = ConcurrentHashMap.newKeySet();

	/** Begins to send so many chats a second. */
	public ChatLoad(URI address, List<Caller> users, int perSecond) {
		this.address = address;
		this.users = users;
		this.clock.scheduleAtFixedRate(() -> this.threads.execute(this::chat), 0, 1_000_000 / perSecond,
				TimeUnit.MICROSECONDS);
	}

	/** Lets the load run until so many more chats have ended. */
	public void awaitChats(int more) {
		int target = this.outcomes.size() + more;
		await().atMost(Duration.ofMinutes(2)).until(() -> this.outcomes.size() >= target);
	}

	/** Counts the requests by status and the problem's code. */
	public Map<String, Long> outcomes() {
		return this.outcomes.stream()
			.collect(Collectors.groupingBy(Outcome::result, TreeMap::new, Collectors.counting()));
	}

	/**
	 * Returns the time from a moment to the last request that failed; zero if none did.
	 */
	public Duration failuresAfter(Instant moment) {
		return this.outcomes.stream()
			.filter((outcome) -> !outcome.result().equals("200"))
			.map((outcome) -> Duration.between(moment, outcome.sent()))
			.filter((after) -> !after.isNegative())
			.max(Duration::compareTo)
			.orElse(Duration.ZERO);
	}

	/** The chats that were answered. */
	public Set<UUID> answered() {
		return this.answered;
	}

	/** Stops, and waits for the requests in flight. */
	@Override
	public void close() {
		this.clock.shutdown();
		await().atMost(Duration.ofMinutes(1))
			.until(() -> this.clock.isTerminated() && this.outcomes.size() == this.sent.get());
		this.threads.shutdown();
	}

	private void chat() {
		int number = this.sent.getAndIncrement();
		Caller user = this.users.get(number % this.users.size());
		Instant now = Instant.now();
		String result = CUT_OFF;
		try (RawConnection connection = new RawConnection(this.address)) {
			connection.send(request(user));
			Answer answer = connection.answer();
			result = Integer.toString(answer.status());
			if (answer.status() == 200) {
				this.answered.add(UUID.fromString(answer.text("id")));
			}
			else {
				result += " " + answer.text("code");
			}
		}
		catch (RuntimeException ex) {
			// Refused, reset, or ended before a whole answer
		}
		this.outcomes.add(new Outcome(now, result));
	}

	private static String request(Caller user) {
		return RawConnection.post("/api/chat", "{\"message\": \"Slow\"}", "Authorization: Bearer " + user.token(),
				"Idempotency-Key: " + UUID.randomUUID());
	}

	private record Outcome(Instant sent, String result) {
	}

}
