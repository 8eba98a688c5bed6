package dev.aichat.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls the service over HTTP. */
@TestComponent
public class Client {

	private static final JsonMapper JSON = new JsonMapper();

	private static final AtomicInteger USERS = new AtomicInteger();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Environment environment;

	public Client(Environment environment) {
		this.environment = environment;
	}

	/** The address of a path of the service. */
	public URI uri(String path) {
		return at("local.server.port", path);
	}

	private URI at(String port, String path) {
		return URI.create("http://127.0.0.1:" + this.environment.getRequiredProperty(port) + path);
	}

	/** Registers a user with a unique name and logs them in. */
	public Caller newUser() {
		return newUser("user-" + USERS.incrementAndGet());
	}

	/** Registers a user and logs them in. */
	public Caller newUser(String username) {
		Answer registered = post("/api/register", credentials(username));
		assertThat(registered.status()).isEqualTo(201);
		return logIn(registered.json().get("id").longValue(), username);
	}

	/** Logs a user in. */
	public Caller logIn(long id, String username) {
		Answer loggedIn = post("/api/login", credentials(username));
		assertThat(loggedIn.status()).isEqualTo(200);
		return new Caller(this, id, username, loggedIn.text("token"));
	}

	/** Sends a log-in. */
	public Answer logIn(String username, String password) {
		return post("/api/login", Map.of("username", username, "password", password));
	}

	/** Registers a user and reaches a balance by top-ups and chats. */
	public Caller newUserWith(long tokens) {
		Caller caller = newUser();
		long spent = 4000 - tokens;
		if (spent < 0 || spent % 100 != 0) {
			long topUp = (spent < 0) ? -spent : 100 - spent % 100;
			assertThat(caller.post("/api/top-up", Map.of("tokens", topUp)).status()).isEqualTo(200);
			spent += topUp;
		}
		for (long left = spent; left > 0; left -= 100) {
			assertThat(caller.chat("spend").status()).isEqualTo(200);
		}
		assertThat(caller.balance()).isEqualTo(tokens);
		return caller;
	}

	/** Sends a GET to the management port. */
	public Answer manage(String path, String... headers) {
		return RawConnection.exchange(at("local.management.port", path), "GET", path, headers);
	}

	public static Map<String, String> credentials(String username) {
		return Map.of("username", username, "password", "correct horse battery");
	}

	/** Serializes a request body. */
	public static byte[] json(Object body) {
		return JSON.writeValueAsBytes(body);
	}

	public Answer get(String path, String... headers) {
		return send("GET", path, null, headers);
	}

	public Answer post(String path, Object body, String... headers) {
		return send("POST", path, json(body), headers);
	}

	/** Sends a request; the content type is JSON unless a header says otherwise. */
	public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
		HttpResponse<byte[]> response = exchange(method, path, body, HttpResponse.BodyHandlers.ofByteArray(), headers);
		return new Answer(response.statusCode(), response.headers(),
				new String(response.body(), StandardCharsets.UTF_8));
	}

	private <T> HttpResponse<T> exchange(String method, String path, byte @Nullable [] body,
			HttpResponse.BodyHandler<T> handler, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
			.method(method, (body != null) ? HttpRequest.BodyPublishers.ofByteArray(body)
					: HttpRequest.BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		if (body != null && request.build().headers().firstValue("Content-Type").isEmpty()) {
			request.header("Content-Type", "application/json");
		}
		try {
			return this.http.send(request.build(), handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A response of the service.
	 *
	 * @param status the status
	 * @param headers the headers
	 * @param body the body as text
	 */
	public record Answer(int status, HttpHeaders headers, String body) {

		public JsonNode json() {
			return JSON.readTree(this.body);
		}

		/** A text member of the JSON. */
		public String text(String name) {
			return json().get(name).stringValue();
		}

		/** A number in the JSON. */
		public long number(String name) {
			return json().get(name).longValue();
		}

		/** A header, or an empty string. */
		public String header(String name) {
			return this.headers.firstValue(name).orElse("");
		}

		/**
		 * Asserts that this is a problem in the contract's form that exposes no
		 * internals.
		 */
		public Answer isProblem(int status, String code) {
			assertThat(this.status).as(this.body).isEqualTo(status);
			assertThat(header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(text("code")).isEqualTo(code);
			assertThat(text("type")).isEqualTo("about:blank");
			assertThat(text("title")).isNotBlank();
			assertThat(number("status")).isEqualTo(status);
			assertThat(text("detail")).isNotBlank().isEqualTo(text("error"));
			assertThat(this.body).doesNotContainIgnoringCase("exception")
				.doesNotContain("dev.aichat", "org.springframework", "SELECT ", "INSERT ", "UPDATE ", "<html");
			return this;
		}

	}

	/**
	 * A logged-in user.
	 *
	 * @param client the connection to the service
	 * @param id the user's id
	 * @param username the user's name
	 * @param token the access token
	 */
	public record Caller(Client client, long id, String username, String token) {

		public Answer get(String path, String... headers) {
			return this.client.get(path, authorized(headers));
		}

		public Answer post(String path, Object body, String... headers) {
			return this.client.post(path, body, authorized(headers));
		}

		public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
			return this.client.send(method, path, body, authorized(headers));
		}

		public Answer chat(String message, String... headers) {
			return post("/api/chat", Map.of("message", message), headers);
		}

		/** Continues a conversation, or begins one. */
		public Answer chatIn(@Nullable String conversation, String message, String... headers) {
			return (conversation != null)
					? post("/api/chat", Map.of("message", message, "conversation_id", conversation), headers)
					: chat(message, headers);
		}

		/** Sends a message and reads the events as they arrive; closing disconnects. */
		public Events stream(String message) {
			return stream("POST", "/api/chat", json(Map.of("message", message)));
		}

		/** Reads the events of a chat that has begun before; closing disconnects. */
		public Events attach(String id) {
			return stream("GET", "/api/chat/" + id, null);
		}

		private Events stream(String method, String path, byte @Nullable [] body) {
			HttpResponse<InputStream> response = this.client.exchange(method, path, body,
					HttpResponse.BodyHandlers.ofInputStream(),
					authorized(new String[] { "Accept", "text/event-stream" }));
			assertThat(response.statusCode()).isEqualTo(200);
			return new Events(response.body());
		}

		/** Reads all items of a list, page by page. */
		public List<JsonNode> all(String path, int limit) {
			List<JsonNode> items = new ArrayList<>();
			String before = "";
			do {
				Answer page = get(path + (path.contains("?") ? "&" : "?") + "limit=" + limit + before);
				assertThat(page.status()).as(page.body()).isEqualTo(200);
				page.json().get("items").forEach(items::add);
				assertThat(page.json().get("items").size()).isLessThanOrEqualTo(limit);
				before = "&before=" + page.json().get("next").asString("");
			}
			while (!before.equals("&before="));
			return items;
		}

		public long balance() {
			return get("/api/balance").number("tokens");
		}

		private String[] authorized(String[] headers) {
			return StringUtils.concatenateStringArrays(headers,
					new String[] { "Authorization", "Bearer " + this.token });
		}

	}

}
