package dev.aichat.web;

import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Every route handles slashes, methods and media types alike. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpSemanticsTests extends ServiceTests {

	private static final String[] METHODS = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
			"BREW", "get" };

	private Caller user;

	private String chatId = "";

	@BeforeAll
	void register() {
		this.user = this.client.newUser();
		this.chatId = this.user.chat("Hello").text("id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api", "/api/register", "/api/login", "/api/token", "/api/token/refresh", "/api/password",
			"/api/docs", "/api/schema", "/api/schema.yaml", "/livez", "/readyz", "/api/balance", "/api/tokens",
			"/api/ledger", "/api/chat", "/api/chat/{id}", "/api/top-up", "/api/account", "/api/account/export",
			"/api/nothing", "/error" })
	void trailingSlashChangesNothing(String route) {
		String path = route.replace("{id}", this.chatId);
		for (String method : METHODS) {
			isSame(this.client.send(method, path, null), this.client.send(method, path + "/", null));
			isSame(this.user.send(method, path, null), this.user.send(method, path + "/", null));
		}
	}

	@Test
	void postWithTrailingSlashIsNotRedirected() {
		Map<String, String> credentials = Client.credentials("slash");
		assertThat(this.client.post("/api/register/", credentials).status()).isEqualTo(201);
		assertThat(this.client.post("/api/login/", credentials).status()).isEqualTo(200);
		assertThat(this.client.newUser().post("/api/chat/", Map.of("message", "Hello")).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing", "/api/nothing", "/api/admin", "/api/admin/nothing", "/error", "/actuator",
			"/actuator/health", "/actuator/env", "/h2-console", "/swagger-ui.html", "/swagger-ui/index.html",
			"/webjars/swagger-ui/index.html", "/v3/api-docs", "/v3/api-docs.yaml", "/favicon.ico", "/robots.txt",
			"/login", "/logout", "/index.html", "/API/BALANCE", "/api/balance.json", "/api/balance/x", "/api/chat/x/y",
			"/api/registered", "/api/login/x", "/application.yaml", "/livez/x", "/healthz", "/assets/x" })
	void unlistedPathIsNotFound(String path) {
		for (String method : new String[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND",
				"BREW" }) {
			Answer answer = this.user.send(method, path, null).isProblem(404, "not_found");
			assertThat(answer.text("instance")).isEqualTo(path);
			assertThat(this.client.send(method, path, null).isProblem(404, "not_found").body())
				.isEqualTo(this.client.send(method, path, null, "Authorization", "Bearer x").body())
				.isEqualTo(answer.body());
		}
	}

	@ParameterizedTest
	@CsvSource({ "/api/chat, 'POST, GET'", "/api/balance, GET", "/, GET", "/api, GET", "/api/docs, GET",
			"/api/schema, GET", "/livez, GET", "/readyz, GET" })
	void wrongMethodIsAnsweredWithAllow(String path, String allowed) {
		for (String method : new String[] { "PUT", "PATCH", "DELETE", "TRACE", "BREW", "post",
				allowed.contains("GET") ? "PUT" : "GET" }) {
			Answer answer = this.user.send(method, path, null).isProblem(405, "method_not_allowed");
			assertThat(answer.header("Allow").split(", ")).containsExactlyInAnyOrder(allowed.split(", "));
			assertThat(answer.body()).as("no echo").doesNotContain(this.user.token());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/api/docs", "/api/schema", "/livez", "/api/balance", "/api/ledger", "/api/chat",
			"/api/account", "/api/account/export" })
	void headIsGetWithoutBody(String path) {
		Answer head = this.user.send("HEAD", path, null);
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
		assertThat(head.header("Content-Type")).isEqualTo(this.user.get(path).header("Content-Type"));
	}

	@Test
	void optionsNeedsAccessTokenAndListsMethods() {
		Answer answer = this.user.send("OPTIONS", "/api/chat", null);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Allow").split(",")).containsExactlyInAnyOrder("GET", "HEAD", "POST", "OPTIONS");
		this.client.send("OPTIONS", "/api/chat", null).isProblem(403, "authentication_required");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "application/xml", "image/png", "text/plain", "garbage", "a/b/c",
			"application/problem+json" })
	void requestWithUnacceptableMediaTypeChangesNothing(String accept) {
		Caller other = this.client.newUser();
		other.get("/api/balance", "Accept", accept).isProblem(406, "not_acceptable");
		other.get("/api/ledger", "Accept", accept).isProblem(406, "not_acceptable");
		other.chat("Hello", "Accept", accept).isProblem(406, "not_acceptable");
		other.post("/api/top-up", Map.of("tokens", 5), "Accept", accept).isProblem(406, "not_acceptable");
		Map<String, String> credentials = Client.credentials("not-accepted");
		this.client.post("/api/register", credentials, "Accept", accept).isProblem(406, "not_acceptable");
		this.client.post("/api/login", credentials, "Accept", accept).isProblem(406, "not_acceptable");
		this.client.post("/api/login", credentials).isProblem(401, "invalid_credentials");
		assertThat(other.balance()).isEqualTo(4000);
		assertThat(this.client.get("/api/balance", "Accept", accept).status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "application/json", "application/*", "text/html, */*;q=0.1",
			"application/json, text/plain, */*" })
	void jsonIsReturnedWhenAccepted(String accept) {
		Answer answer = this.user.get("/api/balance", "Accept", accept);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
	}

	private static void isSame(Answer without, Answer with) {
		assertThat(with.status()).isEqualTo(without.status());
		assertThat(with.body()).isEqualTo(without.body());
		assertThat(with.header("Location")).isEqualTo(without.header("Location"));
		assertThat(with.header("Allow")).isEqualTo(without.header("Allow"));
		assertThat(with.header("Content-Type")).isEqualTo(without.header("Content-Type"));
	}

}
