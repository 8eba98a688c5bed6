package dev.aichat.openai;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Reads an answer as server-sent events, up to so many bytes. An answer that is one JSON
 * document instead is a single event.
 */
final class EventReader {

	private final InputStream in;

	private final long maxLine;

	private long left;

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

	/** Hands on the names, mostly empty, and the data of events. */
	void forEach(BiConsumer<String, String> events) throws IOException {
		String name = "";
		StringBuilder data = new StringBuilder();
		while (!this.ended) {
			String line = line();
			if (line.startsWith("{")) {
				data.append(line).append(new String(this.in.readNBytes((int) this.left), StandardCharsets.UTF_8));
				this.ended = true;
			}
			else if (line.startsWith("data:")) {
				data.append(data.isEmpty() ? "" : "\n").append(line.substring("data:".length()));
			}
			else if (line.startsWith("event:")) {
				name = line.substring("event:".length()).strip();
			}
			if ((line.isEmpty() || this.ended) && !(data.isEmpty() && name.isEmpty())) {
				events.accept(name, data.toString().strip());
				name = "";
				data.setLength(0);
			}
		}
	}

	/** The next line, without a byte order mark and the blanks around it. */
	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream(256);
		int next = read();
		if (this.afterCr && next == '\n') {
			next = read();
		}
		for (; next >= 0 && next != '\n' && next != '\r'; next = read()) {
			line.write(next);
			if (line.size() > this.maxLine) {
				throw new IOException("Line too long");
			}
		}
		this.afterCr = next == '\r';
		this.ended = next < 0;
		String text = line.toString(StandardCharsets.UTF_8);
		return (text.startsWith("\ufeff") ? text.substring(1) : text).strip();
	}

	private int read() throws IOException {
		if (--this.left < 0) {
			throw new IOException("Body too long");
		}
		return this.in.read();
	}

}
