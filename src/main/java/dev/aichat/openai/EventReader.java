package dev.aichat.openai;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Reads an answer as server-sent events, up to so many bytes. An answer that is one JSON
 * document instead is a single event.
 */
final class EventReader {

	private final InputStream in;

	private final long maxLine;

	private long left;

	private boolean begun;

	/** A LF after a CR ends the same line. */
	private boolean afterCr;

	private boolean ended;

	/**
	 * Bounds the bytes for a reply of so many characters: an escaped one takes up to 6,
	 * and with an event for each, some 400.
	 */
	EventReader(InputStream in, int maxCharacters) {
		this.in = new BufferedInputStream(in, 2048);
		this.maxLine = 16_384 + 8L * maxCharacters;
		this.left = 65_536 + 400L * maxCharacters;
	}

	/**
	 * Waits for the next event that has data.
	 * @return the event, or null at the end
	 */
	@Nullable Event next() throws IOException {
		String name = "";
		StringBuilder data = new StringBuilder();
		while (!this.ended) {
			String line = line();
			if (!this.begun && !line.isBlank()) {
				this.begun = true;
				if (line.stripLeading().startsWith("{")) {
					return new Event("", line + rest());
				}
			}
			if (line.startsWith("data:")) {
				data.append(data.isEmpty() ? "" : "\n").append(line, "data:".length(), line.length());
			}
			else if (line.startsWith("event:")) {
				name = line.substring("event:".length()).strip();
			}
			else if (line.isEmpty() && !(data.isEmpty() && name.isEmpty())) {
				break;
			}
		}
		return (data.isEmpty() && name.isEmpty()) ? null : new Event(name, data.toString().strip());
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream(256);
		while (line.size() <= this.maxLine) {
			int next = read();
			if (next == '\n' && this.afterCr) {
				this.afterCr = false;
			}
			else if (next < 0 || next == '\n' || next == '\r') {
				this.ended = next < 0;
				this.afterCr = next == '\r';
				String text = line.toString(StandardCharsets.UTF_8);
				return (!this.begun && text.startsWith("\ufeff")) ? text.substring(1) : text;
			}
			else {
				this.afterCr = false;
				line.write(next);
			}
		}
		throw new IOException("Line too long");
	}

	private String rest() throws IOException {
		ByteArrayOutputStream rest = new ByteArrayOutputStream();
		for (int next = read(); next >= 0; next = read()) {
			rest.write(next);
		}
		this.ended = true;
		return rest.toString(StandardCharsets.UTF_8);
	}

	private int read() throws IOException {
		if (--this.left < 0) {
			throw new IOException("Body too long");
		}
		return this.in.read();
	}

	/**
	 * A server-sent event.
	 *
	 * @param name its type, or empty
	 * @param data its data without blanks around
	 */
	record Event(String name, String data) {
	}

}
