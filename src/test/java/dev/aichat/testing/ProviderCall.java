package dev.aichat.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.function.ThrowingConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/** One request to the {@link Provider}, and the means to answer it, well or badly. */
public final class ProviderCall {

	private static final JsonMapper JSON = new JsonMapper();

	private final Socket connection;

	private final InputStream in;

	private final String line;

	private final Map<String, String> headers;

	private final String body;

	private final JsonNode json;

	private long written;

	private ProviderCall(Socket connection, InputStream in, String line, Map<String, String> headers, String body) {
		this.connection = connection;
		this.in = in;
		this.line = line;
		this.headers = headers;
		this.body = body;
		this.json = JSON.readTree(body);
	}

	/** Reads the next request of a connection, or null when its client has hung up. */
	public static @Nullable ProviderCall read(Socket connection, InputStream in) throws IOException {
		String line = readLine(in);
		if (line == null) {
			return null;
		}
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String header = readLine(in); header != null && !header.isEmpty(); header = readLine(in)) {
			int colon = header.indexOf(':');
			headers.put(header.substring(0, colon), header.substring(colon + 1).trim());
		}
		byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
		return new ProviderCall(connection, in, line, headers, new String(body, StandardCharsets.UTF_8));
	}

	private static @Nullable String readLine(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				return null;
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

	/** The request line. */
	public String line() {
		return this.line;
	}

	/** The headers, whose names have any case. */
	public Map<String, String> headers() {
		return this.headers;
	}

	/** The text that was sent. */
	public String body() {
		return this.body;
	}

	/** The JSON that was sent. */
	public JsonNode json() {
		return this.json;
	}

	/** The messages that were sent, each as {@code role: content}. */
	public List<String> messages() {
		return this.json.get("messages")
			.valueStream()
			.map((message) -> message.get("role").stringValue() + ": " + message.get("content").stringValue())
			.toList();
	}

	/** The newest message. */
	public String message() {
		JsonNode messages = this.json.get("messages");
		return messages.get(messages.size() - 1).get("content").stringValue();
	}

	/** The client's port, which tells its connections apart. */
	public int port() {
		return this.connection.getPort();
	}

	/** The bytes that the client took, its system's buffers included. */
	public long written() {
		return this.written;
	}

	/** Checks that this is a chat completion's request as the protocol has it. */
	public void check(String key) {
		assertThat(this.line).matches("POST \\S*/chat/completions(\\?\\S+)? HTTP/1.1");
		assertThat(this.headers).containsEntry("Content-Type", "application/json")
			.containsAnyOf(Map.entry("Authorization", "Bearer " + key), Map.entry("api-key", key));
		assertThat(this.json.get("model").stringValue()).isNotBlank();
		List<String> roles = this.json.get("messages").valueStream().map((m) -> m.get("role").stringValue()).toList();
		int system = roles.get(0).equals("system") ? 1 : 0;
		assertThat(roles).hasSizeGreaterThan(system);
		assertThat((roles.size() - system) % 2).as("the user speaks first and last").isEqualTo(1);
		for (int i = system; i < roles.size(); i++) {
			assertThat(roles.get(i)).isEqualTo(((i - system) % 2 == 0) ? "user" : "assistant");
		}
	}

	/** Answers as it should be. */
	public void say(String... pieces) throws IOException {
		begin();
		for (String piece : pieces) {
			delta(piece);
		}
		finish();
	}

	/** Refuses with a status and a text. */
	public void refuse(int status, String text, String... headers) throws IOException {
		byte[] body = JSON.writeValueAsBytes(Map.of("error", Map.of("message", text, "type", "test")));
		head(status, "Content-Type: application/json", "Content-Length: " + body.length, String.join("\r\n", headers));
		write(body);
	}

	/** Begins a stream, whose events come in chunks. */
	public void begin() throws IOException {
		head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
	}

	/** Sends a piece of the reply. */
	public void delta(@Nullable String text) throws IOException {
		data("""
				{"id": "1", "model": "m", "choices": [{"index": 0, "delta": {"content": %s}, "finish_reason": null}]}"""
			.formatted(JSON.writeValueAsString(text)));
	}

	/** Says that the reply is whole. */
	public void finish() throws IOException {
		data("""
				{"id": "1", "model": "m", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}""");
		data("[DONE]");
		end();
	}

	/** Sends an event. */
	public void data(String data) throws IOException {
		chunk("data: " + data + "\n\n");
	}

	/** Sends a part of the stream. */
	public void chunk(String text) throws IOException {
		chunk(text.getBytes(StandardCharsets.UTF_8));
	}

	/** Sends a part of the stream. */
	public void chunk(byte[] bytes) throws IOException {
		write(Integer.toHexString(bytes.length) + "\r\n");
		write(bytes);
		write("\r\n");
	}

	/** Ends the stream. */
	public void end() throws IOException {
		write("0\r\n\r\n");
	}

	/** Sends a status and headers. */
	public void head(int status, String... headers) throws IOException {
		StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " As told\r\n");
		for (String header : headers) {
			head.append(header.isEmpty() ? "" : header + "\r\n");
		}
		write(head.append("\r\n").toString());
	}

	/** Sends whatever it is. */
	public void write(String text) throws IOException {
		write(text.getBytes(StandardCharsets.UTF_8));
	}

	/** Sends whatever it is. */
	public void write(byte[] bytes) throws IOException {
		this.connection.getOutputStream().write(bytes);
		this.written += bytes.length;
	}

	/** Says nothing more until the client hangs up. */
	public void fallSilent() throws IOException {
		while (!isHungUpWithin(Duration.ofSeconds(1))) {
			assertThat(this.connection.isClosed()).isFalse();
		}
	}

	/** Waits whether the client hangs up. */
	public boolean isHungUpWithin(Duration patience) throws IOException {
		this.connection.setSoTimeout((int) patience.toMillis());
		try {
			return this.in.read() < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		finally {
			this.connection.setSoTimeout(0);
		}
	}

	/** Hangs up. */
	public void hangUp() {
		ThrowingConsumer.of(Socket::close).accept(this.connection);
	}

	/** Hangs up so that the client gets a reset. */
	public void reset() throws IOException {
		this.connection.setSoLinger(true, 0);
		this.connection.close();
	}

}
