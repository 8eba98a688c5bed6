package dev.aichat.testing;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.function.ThrowingConsumer;
import org.springframework.util.function.ThrowingFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads a stream of server-sent events strictly. */
public final class Events implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private final BufferedReader lines;

	public Events(InputStream body) {
		this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
	}

	/** Reads all events of a body. */
	public static List<Event> of(String body) {
		return new Events(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))).until("");
	}

	/** Waits for all events until one has this name, or for all of them. */
	public List<Event> until(String name) {
		List<Event> events = new ArrayList<>();
		for (Event event = next(); event != null; event = next()) {
			events.add(event);
			if (event.name().equals(name)) {
				break;
			}
		}
		return events;
	}

	/** The text of all deltas. */
	public static String text(List<Event> events) {
		return events.stream()
			.filter((event) -> event.name().equals("delta"))
			.map((event) -> event.json().get("text").stringValue())
			.collect(Collectors.joining());
	}

	/** Waits for the next event; null at the end. */
	public @Nullable Event next() {
		return ThrowingFunction.of(Events::read).apply(this.lines);
	}

	@Override
	public void close() {
		ThrowingConsumer.of(BufferedReader::close).accept(this.lines);
	}

	private static @Nullable Event read(BufferedReader lines) throws IOException {
		String first = lines.readLine();
		if (first == null) {
			return null;
		}
		if (first.startsWith(":")) {
			assertThat(lines.readLine()).isEmpty();
			return new Event("comment", first.substring(1).trim());
		}
		assertThat(first).startsWith("event: ");
		String data = lines.readLine();
		assertThat(data).startsWith("data: ");
		assertThat(lines.readLine()).isEmpty();
		return new Event(first.substring("event: ".length()), data.substring("data: ".length()));
	}

	/**
	 * An event.
	 *
	 * @param name its name, or {@code comment}
	 * @param data its data, as it was sent
	 */
	public record Event(String name, String data) {

		public JsonNode json() {
			return JSON.readTree(this.data);
		}

	}

}
