package dev.aichat.testing;

import java.net.HttpCookie;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.util.StringUtils;

import dev.aichat.testing.Client.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** A client of the console that keeps cookies and the CSRF token of the last view. */
public final class ConsoleClient {

	private static final Pattern CSRF_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private final Client client;

	private final String[] headers;

	private final Map<String, String> cookies = new LinkedHashMap<>();

	private String csrfToken = "";

	public ConsoleClient(Client client, String... headers) {
		this.client = client;
		this.headers = headers;
	}

	/** Sends a GET without following redirects. */
	public Answer open(String path, String... headers) {
		return remember(this.client.send("GET", path, null, withCookies(headers)));
	}

	/** Submits a form with the CSRF token of the last view. */
	public Answer submit(String path, String... fields) {
		return post(path, StringUtils.concatenateStringArrays(fields, new String[] { "_csrf", this.csrfToken }));
	}

	/** Submits a form without a CSRF token. */
	public Answer post(String path, String... fields) {
		StringBuilder body = new StringBuilder();
		for (int i = 0; i < fields.length; i += 2) {
			body.append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
			body.append('&');
		}
		return remember(this.client.send("POST", path, body.toString().getBytes(StandardCharsets.UTF_8),
				withCookies("Content-Type", "application/x-www-form-urlencoded")));
	}

	public Answer signIn(String username, String password) {
		assertThat(open("/admin/login").status()).isEqualTo(200);
		return submit("/admin/login", "username", username, "password", password);
	}

	/** Asserts that the answer is not the view, but leads to the sign-in. */
	public static void isRedirectedToSignIn(Answer answer) {
		assertThat(answer.status()).isEqualTo(303);
		assertThat(answer.header("Location")).isEqualTo("/admin/login");
		assertThat(answer.body()).isEmpty();
	}

	public Map<String, String> cookies() {
		return this.cookies;
	}

	private Answer remember(Answer answer) {
		answer.headers()
			.allValues("Set-Cookie")
			.stream()
			.flatMap((header) -> HttpCookie.parse(header).stream())
			.forEach(this::keep);
		Matcher token = CSRF_TOKEN.matcher(answer.body());
		if (token.find()) {
			this.csrfToken = token.group(1);
		}
		return answer;
	}

	private void keep(HttpCookie cookie) {
		if (cookie.getMaxAge() == 0) {
			this.cookies.remove(cookie.getName());
		}
		else {
			this.cookies.put(cookie.getName(), cookie.getValue());
		}
	}

	private String[] withCookies(String... headers) {
		List<String> all = new ArrayList<>(List.of(headers));
		all.addAll(List.of(this.headers));
		if (!this.cookies.isEmpty()) {
			all.add("Cookie");
			all.add(this.cookies.entrySet()
				.stream()
				.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
				.collect(Collectors.joining("; ")));
		}
		return all.toArray(String[]::new);
	}

}
