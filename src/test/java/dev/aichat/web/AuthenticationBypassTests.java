package dev.aichat.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.UnchargedTests;

import static org.assertj.core.api.Assertions.assertThat;

/** No spelling of a path, no method and no header bypasses authentication. */
class AuthenticationBypassTests extends UnchargedTests {

	private static final String[] METHODS = { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND",
			"MKCOL", "TRACK", "DEBUG", "INVENTED", "get" };

	@ParameterizedTest
	@ValueSource(strings = { "/api/docs/..;/balance", "/api/docs/../balance", "/api/docs/%2e%2e/balance",
			"/api/docs/.%2e/balance", "/api/docs/..%2fbalance", "/api/docs/%252e%252e/balance", "/api/docs;/../balance",
			"/api/docs/swagger-ui/../../balance", "/api/docs/swagger-ui/..%2f..%2fapplication.yaml",
			"/api/docs/%5c..%5cbalance", "//api/balance", "/api//balance", "/api/balance;jsessionid=1",
			"/api;a=b/balance", "/api/balance%3bx", "/api/balance%2f", "/api%2fbalance", "/./api/balance",
			"/api/./balance", "/api/balance/.", "/api/balance/..", "/api/balance/%2e", "/api/balance%0a", "/livez;x",
			"/livez/..;/api/balance", "/livez/../api/balance", "/;/api/balance", "///", "/;", "/admin/..;/actuator/env",
			"/admin/assets/%2e%2e/.env", "/admin/login/..%2fenv", "/h2-console%00", "/.git/config;.css" })
	void ambiguousPathIsMalformed(String path) {
		Answer answer = exchange(path).isProblem(400, "malformed_request");
		if (path.contains("//")) {
			assertThat(answer.text("detail")).isEqualTo("The path has two slashes in a row: send one.");
		}
		exchange(path, "Authorization: Bearer " + this.user.token()).isProblem(400, "malformed_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/bal%61nce", "/%61pi/balance", "/api/balance/", "/api/balance?",
			"/api/balance?/api/docs", "/api/balance?a=b&a=c", "http://localhost/api/balance" })
	void otherSpellingOfPathNeedsAccessTokenToo(String path) {
		exchange(path).isProblem(403, "authentication_required");
		assertThat(exchange(path, "Authorization: Bearer " + this.user.token()).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/API/balance", "/api/Balance", "/api/balance%20", "/api/balance//", "/api/balance.json",
			"/api/balance/x", "/api/docsx", "/api/loginx", "/livezx", "/WEB-INF/web.xml", "/META-INF/MANIFEST.MF",
			"/livez/..;/WEB-INF/web.xml", "//WEB-INF/classes/application.yaml", "/%57EB-INF/web.xml",
			"/web-inf/web.xml" })
	void similarPathAndFileOfTheArchiveAreNotFound(String path) {
		exchange(path).isProblem(404, "not_found");
		exchange(path, "Authorization: Bearer " + this.user.token()).isProblem(404, "not_found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Original-URL: /livez", "X-Rewrite-URL: /livez", "X-Forwarded-Prefix: /livez",
			"X-HTTP-Method-Override: OPTIONS", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Uri: /api/docs" })
	void headersDoNotChangePathOrMethod(String header) {
		exchange("/api/balance", header).isProblem(403, "authentication_required");
	}

	@Test
	void managementPortServesHealthInfoAndMetricsAlone() {
		Answer health = this.client.manage("/actuator/health");
		assertThat(health.status()).isEqualTo(200);
		assertThat(health.text("status")).isEqualTo("UP");
		assertThat(health.json().get("components").propertyNames()).contains("ai", "db", "ledger");
		assertThat(this.client.manage("/actuator/info").json().at("/build/version").stringValue()).isNotBlank();
		assertThat(this.client.manage("/actuator/prometheus").body()).contains("aichat_chats_total");
		for (String path : new String[] { "/actuator/env", "/actuator/beans", "/actuator/loggers", "/actuator/heapdump",
				"/actuator/threaddump", "/actuator/configprops", "/actuator/mappings", "/actuator/shutdown",
				"/actuator/metrics", "/api/balance", "/api/login", "/api/docs" }) {
			assertThat(this.client.manage(path).status()).as(path).isIn(403, 404);
			assertThat(this.client.manage(path, "Authorization: Bearer " + this.user.token()).status()).as(path)
				.isEqualTo(404);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/livez", "/readyz" })
	void mainPortShowsNoHealthDetails(String path) {
		assertThat(exchange(path).body()).isEqualTo("{\"status\":\"UP\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/balance", "/api/chat", "/api/account", "/api/admin/users" })
	void everyMethodNeedsAccessToken(String path) {
		for (String method : METHODS) {
			send(method, path).isProblem(403, "authentication_required");
		}
	}

	@Test
	void methodIsTheOneOfTheRequestLine() {
		for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
			this.user.send("POST", "/api/account", null, header, "GET").isProblem(405, "method_not_allowed");
			assertThat(this.user.get("/api/account", header, "DELETE").status()).isEqualTo(200);
		}
		this.user.send("POST", "/api/account?_method=GET", null).isProblem(405, "method_not_allowed");
	}

	private Answer exchange(String path, String... headers) {
		return send("GET", path, headers);
	}

	private Answer send(String method, String path, String... headers) {
		return RawConnection.exchange(this.client.uri("/"), method, path, headers);
	}

}
