package dev.aichat.web;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.SystemTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Who tries every door that other services left open finds them all shut here. */
@SystemTest
class ProbingTests {

	/** What scanners ask for first. */
	private static final List<String> COMMON = List.of("actuator", "actuator/env", "actuator/health",
			"actuator/heapdump", "actuator/prometheus", "actuator/gateway/routes", "actuator/jolokia", "jolokia/list",
			"manage/env", "env", "metrics", "health", "info", "trace", "dump", "beans", "h2-console",
			"h2-console/login.do", "console", "db", "phpmyadmin/index.php", ".git/config", ".git/HEAD", ".svn/entries",
			".env", ".env.local", ".aws/credentials", ".ssh/id_rsa", ".DS_Store", ".htaccess",
			"BOOT-INF/classes/application.yaml", "application.yml", "application.properties", "config.json",
			"backup.sql", "dump.sql", "data/aichat.mv.db", "data/jwt.key", "server-status", "manager/html",
			"host-manager/html", "wp-login.php", "wp-admin", "xmlrpc.php", "cgi-bin/test", "login", "logout", "error",
			"swagger-ui.html", "swagger-ui/index.html", "swagger-resources", "v2/api-docs", "v3/api-docs", "graphql",
			"graphiql", "debug", "status", "robots.txt", "sitemap.xml", "favicon.ico", "crossdomain.xml",
			".well-known/security.txt", "webjars", "static", "resources", "api/admin", "api/admin/users",
			"api/admin/audit", "api/users", "api/v1/users", "api/actuator", "api/balance", "api/account/export");

	/** Ways around filters that look at a path before it is cleaned up. */
	private static final List<String> DETOURS = List.of("//", "/./", "/%2e/", "/;/", "/..;/", "/../", "/%2e%2e/",
			"/api/docs/..;/", "/api/docs/../", "/api/docs/%2e%2e/", "/api/docs/..%2f", "/api/docs/%252e%252e/",
			"/livez/..;/", "/admin/..;/", "/admin/assets/%2e%2e/", "/admin/login/..%2f", "/%5c", "/api/docs;x/");

	private static final String[] METHODS = { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "MKCOL",
			"TRACK", "DEBUG", "INVENTED", "get" };

	@Autowired
	Client client;

	@Test
	void nothingIsBehindCommonPaths() {
		assertThat(COMMON).allSatisfy((path) -> {
			exchange("GET", "/" + path).isProblem(403, "authentication_required");
			exchange("GET", "/" + path + "/").isProblem(403, "authentication_required");
		});
	}

	@Test
	void detoursLeadNowhere() {
		List<String> probes = COMMON.stream()
			.flatMap((path) -> Stream.concat(Stream.of("/" + path + "%00", "/" + path + ";.css", "/" + path + "%2f"),
					DETOURS.stream().map((detour) -> detour + path)))
			.toList();
		assertThat(probes).hasSizeGreaterThan(300)
			.allSatisfy((path) -> exchange("GET", path).isProblem(400, "malformed_request"));
	}

	/** Tomcat says so itself, whoever asks. */
	@ParameterizedTest
	@ValueSource(strings = { "/WEB-INF/web.xml", "/META-INF/MANIFEST.MF", "/livez/..;/WEB-INF/web.xml",
			"//WEB-INF/classes/application.yaml", "/%57EB-INF/web.xml", "/web-inf/web.xml" })
	void archiveIsShut(String path) {
		exchange("GET", path).isProblem(404, "not_found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/balance", "/api/chat", "/api/account", "/api/admin/users", "/actuator", "/nothing" })
	void noMethodOpensADoor(String path) {
		for (String method : METHODS) {
			exchange(method, path).isProblem(403, "authentication_required");
			exchange("POST", path, "X-HTTP-Method-Override: " + method, "Content-Length: 0").isProblem(403,
					"authentication_required");
		}
	}

	@Test
	void methodIsTheOneOfTheRequestLine() {
		Caller user = this.client.newUser();
		for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
			user.send("POST", "/api/account", null, header, "GET").isProblem(405, "method_not_allowed");
			assertThat(user.get("/api/account", header, "DELETE").status()).isEqualTo(200);
		}
		user.send("POST", "/api/account?_method=GET", null).isProblem(405, "method_not_allowed");
	}

	private Answer exchange(String method, String path, String... headers) {
		return RawConnection.exchange(this.client.uri("/"), method, path, headers);
	}

}
