package dev.aichat.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.function.ThrowingConsumer;
import org.springframework.util.function.ThrowingSupplier;

import dev.aichat.testing.Client.Answer;

/** A TCP connection that sends raw bytes to the service. */
public final class RawConnection implements AutoCloseable {

	private final Socket socket;

	public RawConnection(URI service) {
		this(service, "127.0.0.1");
	}

	/** Connects from a given local address, such as 127.0.0.2. */
	public RawConnection(URI service, String from) {
		try {
			this.socket = new Socket(service.getHost(), service.getPort(), InetAddress.getByName(from), 0);
			this.socket.setSoTimeout(20_000);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Sends a raw request, one byte per character, and reads the response. */
	public static Answer exchange(URI service, String request) {
		try (RawConnection connection = new RawConnection(service)) {
			connection.send(request);
			return connection.answer();
		}
	}

	/** Sends a minimal valid request. */
	public static Answer exchange(URI service, String method, String path, String... headers) {
		StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		for (String header : headers) {
			request.append(header).append("\r\n");
		}
		return exchange(service, request + "Connection: close\r\n\r\n");
	}

	/** A request with a JSON body, after which the connection closes. */
	public static String post(String path, String body, String... headers) {
		return "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n%s\r\n"
			.formatted(path, String.join("\r\n", headers))
				+ "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
	}

	/**
	 * Sends more bytes.
	 * @return false if the service closed the connection
	 */
	public boolean send(String text) {
		try {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Returns whether a response has begun to arrive. */
	public boolean isAnswered() {
		return ThrowingSupplier.of(() -> this.socket.getInputStream().available() > 0).get();
	}

	/** Returns whether the service has closed the connection, waiting half a second. */
	public boolean isClosed() {
		try {
			this.socket.setSoTimeout(500);
			return this.socket.getInputStream().read() < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/** Reads the response to its end, or until the connection closes. */
	public Answer answer() {
		StringBuilder read = new StringBuilder();
		byte[] piece = new byte[8192];
		try {
			InputStream in = this.socket.getInputStream();
			for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
				read.append(new String(piece, 0, length, StandardCharsets.ISO_8859_1));
				if (read.indexOf("\r\n0\r\n\r\n") >= 0) {
					break;
				}
			}
		}
		catch (IOException ex) {
			// Hung up with some of the request unread: what was answered did arrive
		}
		return parse(new String(read.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
	}

	private static Answer parse(String answer) {
		String[] parts = answer.split("\r\n\r\n", 2);
		String[] lines = parts[0].split("\r\n");
		Map<String, List<String>> headers = new HashMap<>();
		for (int i = 1; i < lines.length; i++) {
			String[] header = lines[i].split(": *", 2);
			headers.computeIfAbsent(header[0], (name) -> new ArrayList<>()).add(header[1]);
		}
		HttpHeaders all = HttpHeaders.of(headers, (name, value) -> true);
		boolean chunked = all.firstValue("Transfer-Encoding").isPresent();
		return new Answer(Integer.parseInt(lines[0].split(" ")[1]), all, chunked ? join(parts[1]) : parts[1]);
	}

	private static String join(String chunks) {
		return chunks.replaceAll("(?:^|\r\n)[0-9a-f]+\r\n", "").strip();
	}

	@Override
	public void close() {
		ThrowingConsumer.of(Socket::close).accept(this.socket);
	}

}
