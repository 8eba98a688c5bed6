package dev.aichat.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;

/** Writes a response as server-sent events (WHATWG HTML, section 9.2), unbuffered. */
public final class EventStream {

	private final ServletOutputStream out;

	private final JsonMapper json;

	/**
	 * Begins the response; after this it can no longer become a problem.
	 * @param response the response, of which nothing was written
	 * @param json writes the events' data
	 * @throws IOException if the client is gone
	 */
	public EventStream(HttpServletResponse response, JsonMapper json) throws IOException {
		response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8");
		response.setHeader("X-Accel-Buffering", "no");
		this.out = response.getOutputStream();
		this.json = json;
	}

	/**
	 * Sends an event.
	 * @param name its name
	 * @param data its data, as one line of JSON
	 * @throws IOException if the client is gone
	 */
	public void send(String name, Object data) throws IOException {
		write("event: " + name + "\ndata: " + this.json.writeValueAsString(data) + "\n\n");
	}

	/**
	 * Sends a comment, which clients ignore and proxies see.
	 * @throws IOException if the client is gone
	 */
	public void keepAlive() throws IOException {
		write(": still here\n\n");
	}

	private void write(String text) throws IOException {
		this.out.write(text.getBytes(StandardCharsets.UTF_8));
		this.out.flush();
	}

}
