package dev.aichat.testing;

import java.io.UncheckedIOException;
import java.util.Collection;
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

	private final Caller user;

	/** The messages with their replies, by the chats' ids. */
	private final Map<String, String> answered = new HashMap<>();

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
			while (true) {
				Answer answer = caller.chat("Message %d of %s".formatted(answered(), this.user.username()));
				assertThat(answer.status()).as(answer.body()).isEqualTo(200);
				this.answered.put(answer.text("id"), exchange(answer.json()));
				counter.incrementAndGet();
			}
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
	public Collection<String> lost(Client client) {
		Map<String, String> lost = new HashMap<>(this.answered);
		for (JsonNode chat : history(client)) {
			if (chat.get("state").stringValue().equals("ANSWERED")) {
				lost.remove(chat.get("id").stringValue(), exchange(chat));
			}
		}
		return lost.values();
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

	private static String exchange(JsonNode chat) {
		return chat.get("message").stringValue() + " → " + chat.get("response").stringValue();
	}

}
