package dev.aichat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads an answer in events, one by one or all at once; it takes nothing else. */
public final class Events implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private final BufferedReader lines;

	public Events(InputStream body) {
		this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
	}

	/** Reads a whole answer. */
	public static List<Event> of(String body) throws IOException {
		List<Event> events = new ArrayList<>();
		BufferedReader lines = new BufferedReader(new StringReader(body));
		for (Event event = next(lines); event != null; event = next(lines)) {
			events.add(event);
		}
		return events;
	}

	/** Waits for the next event, or null at the end. */
	public @Nullable Event next() throws IOException {
		return next(this.lines);
	}

	@Override
	public void close() throws IOException {
		this.lines.close();
	}

	private static @Nullable Event next(BufferedReader lines) throws IOException {
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
