package dev.aichat.testing;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;

import static org.assertj.core.api.Assertions.assertThat;

/** A client that records every reply, across restarts of the service. */
public final class RecordingClient {

	private static final int ENOUGH = 20_000;

	private final Caller user;

	private final Map<String, Exchange> answered = new HashMap<>();

	private int sent;

	/** Registers, logs in and tops up for many chats. */
	public RecordingClient(Client client) {
		this.user = client.newUser();
		assertThat(this.user.post("/api/top-up", Map.of("tokens", 1_000_000)).status()).isEqualTo(200);
	}

	/**
	 * Chats without pause until the service is killed.
	 * @param client the way to the service
	 * @param counter counts the replies
	 * @return the chats that were sent but not answered
	 */
	public int chatUntilKilled(Client client, AtomicInteger counter) {
		Caller caller = at(client);
		try {
			while (this.sent < ENOUGH) {
				this.sent++;
				Answer answer = caller.chat("Message %d of %s".formatted(this.sent, this.user.username()));
				assertThat(answer.status()).as(answer.body()).isEqualTo(200);
				this.answered.put(answer.text("id"), Exchange.in(answer.json()));
				counter.incrementAndGet();
			}
			throw new AssertionError("the service was never killed");
		}
		catch (UncheckedIOException ex) {
			return 1;
		}
	}

	/** The number of answered chats. */
	public int answered() {
		return this.answered.size();
	}

	/** The answered chats that the history lacks, or has with another text. */
	public List<Exchange> lost(Client client) {
		Map<String, Exchange> lost = new HashMap<>(this.answered);
		for (JsonNode chat : history(client)) {
			if (chat.get("state").stringValue().equals("ANSWERED")) {
				lost.remove(chat.get("id").stringValue(), Exchange.in(chat));
			}
		}
		return List.copyOf(lost.values());
	}

	/** The number of chats in a state, by the API. */
	public long count(Client client, String state) {
		return history(client).stream().filter((chat) -> chat.get("state").stringValue().equals(state)).count();
	}

	private List<JsonNode> history(Client client) {
		return at(client).all("/api/chat", 100);
	}

	private Caller at(Client client) {
		return new Caller(client, this.user.id(), this.user.username(), this.user.token());
	}

	/** A message and its reply. */
	public record Exchange(String message, String response) {

		public static Exchange in(JsonNode chat) {
			return new Exchange(chat.get("message").stringValue(), chat.get("response").stringValue());
		}

	}

}
