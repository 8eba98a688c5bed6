package dev.aichat.console;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ConsoleClient;
import dev.aichat.testing.ServiceTests;

import static dev.aichat.testing.ConsoleClient.isRedirectedToSignIn;
import static org.assertj.core.api.Assertions.assertThat;

/** The console rejects forged forms, odd paths and methods, and foreign credentials. */
class ConsoleSecurityTests extends ServiceTests {

	private static final String PASSWORD = "correct horse battery";

	Caller admin;

	ConsoleClient browser;

	@BeforeEach
	void createAdmin() {
		this.admin = this.admins.newAdmin();
		this.browser = new ConsoleClient(this.client);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin", "/admin/", "/admin/users", "/admin/users/1", "/admin/users/1/ledger",
			"/admin/users/1/erase", "/admin/chats", "/admin/audit", "/admin/%75sers" })
	void requestWithoutSessionIsRedirectedToSignIn(String path) {
		isRedirectedToSignIn(this.browser.open(path));
		this.browser.cookies().put("aichat-admin", "nonsense");
		isRedirectedToSignIn(this.browser.open(path));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin/nothing", "/admin/assets/", "/admin/login/x", "/admin/assets/nothing.css",
			"/admin/users/1/nothing" })
	void unknownPathIsNotFoundWithoutSessionToo(String path) {
		for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW")) {
			isView(this.client.send(method, path, null), 404, "There is nothing here.");
		}
	}

	@Test
	void consoleAcceptsNoAccessTokenAndTheApiNoCookie() {
		isRedirectedToSignIn(this.admin.get("/admin"));
		isRedirectedToSignIn(this.admin.get("/admin/users"));
		this.browser.signIn(this.admin.username(), PASSWORD);
		for (String path : List.of("/api/admin/users", "/api/admin/totals", "/api/balance")) {
			this.browser.open(path).isProblem(403, "authentication_required");
		}
		assertThat(this.browser.open("/admin").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin/users/%d/tokens", "/admin/users/%d/enabled", "/admin/users/%d/role",
			"/admin/users/%d/password", "/admin/users/%d/logout", "/admin/users/%d/erase", "/admin/logout" })
	void formWithoutValidCsrfTokenIsRejected(String path) {
		Caller user = this.client.newUser();
		String[] fields = { "amount", "1", "note", "why", "key", "k", "enabled", "false", "role", "ADMIN", "password",
				"another password" };
		this.browser.signIn(this.admin.username(), PASSWORD);
		this.browser.open("/admin");
		isRejected(this.browser.post(path.formatted(user.id()), fields));
		ConsoleClient other = new ConsoleClient(this.client);
		other.open("/admin/login");
		other.cookies().put("aichat-admin", this.browser.cookies().get("aichat-admin"));
		other.cookies().remove("aichat-admin-forms");
		isRejected(other.submit(path.formatted(user.id()), fields));
		assertThat(user.balance()).isEqualTo(4000);
		assertThat(Admins.audit(this.admin, user.id())).isEmpty();
		assertThat(this.browser.open("/admin").status()).isEqualTo(200);
	}

	@Test
	void signInWithoutCsrfTokenIsRejected() {
		isRejected(this.browser.post("/admin/login", "username", this.admin.username(), "password", PASSWORD));
		assertThat(this.browser.cookies()).doesNotContainKey("aichat-admin");
	}

	@Test
	void unknownPathOrInvalidParameterIsAnsweredByView() {
		this.browser.signIn(this.admin.username(), PASSWORD);
		for (String path : List.of("/admin/nothing", "/admin/users/0", "/admin/users/x", "/admin/users/0/ledger",
				"/admin/users/0/chats", "/admin/users/0/erase")) {
			isView(this.browser.open(path), 404, "There is nothing here.");
		}
		for (String path : List.of("/admin/users?role=KING", "/admin/users?before=x", "/admin/chats?before=x",
				"/admin/audit?actor=x")) {
			isView(this.browser.open(path), 400, "Some fields of the request are not valid.");
		}
		isView(this.browser.submit("/admin/users/0/logout"), 404, "There is nothing here.");
		isView(this.browser.submit("/admin/users/0/tokens", "amount", "1", "note", "why", "key", "k"), 404,
				"There is nothing here.");
		isView(this.browser.submit("/admin/audit"), 404, "There is nothing here.");
		isView(this.browser.submit("/admin/users/1/enabled", "enabled", "perhaps"), 400,
				"Some fields of the request are not valid.");
	}

	@Test
	void everyViewForbidsScriptsAndCaching() {
		ConsoleClient anonymous = new ConsoleClient(this.client);
		this.browser.signIn(this.admin.username(), PASSWORD);
		for (Answer page : List.of(anonymous.open("/admin"), anonymous.open("/admin/login"),
				anonymous.post("/admin/login"), this.browser.open("/admin"), this.browser.open("/admin/nothing"),
				this.browser.open("/admin/users/" + this.admin.id()))) {
			assertThat(page.header("Content-Security-Policy"))
				.isEqualTo("default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
						+ "form-action 'self'; frame-ancestors 'none'");
			assertThat(page.header("Cache-Control")).isEqualTo("no-store");
			assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
			assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
			assertThat(page.header("X-Request-Id")).isNotEmpty();
			assertThat(page.body()).doesNotContain("<script", "style=", "<style", "onclick", "th:");
		}
	}

	@Test
	void assetsArePublicAndCachedForGood() {
		Matcher style = Pattern.compile("href=\"(.*)/admin.css\"").matcher(this.client.get("/admin/login").body());
		assertThat(style.find()).isTrue();
		for (String asset : List.of("pico.classless.min.css", "admin.css", "icon.svg", "chevron.svg")) {
			Answer answer = this.client.get(style.group(1) + "/" + asset);
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Content-Type")).startsWith(asset.endsWith("css") ? "text/css" : "image/svg+xml");
			assertThat(answer.header("Cache-Control")).isEqualTo("max-age=31536000, public, immutable");
		}
	}

	@Test
	void oversizedAndMalformedFormsAreRejected() {
		this.browser.open("/admin/login");
		assertThat(this.browser.submit("/admin/login", "username", "x".repeat(70_000), "password", "x").status())
			.isBetween(400, 499);
		assertThat(this.client
			.send("POST", "/admin/login", "username=%zz&_csrf=%".getBytes(), "Content-Type",
					"application/x-www-form-urlencoded")
			.status()).isBetween(400, 499);
		assertThat(this.client.send("POST", "/admin/login", "{}".getBytes()).status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin", "/admin/users", "/admin/audit" })
	void unsupportedMethodHasNoEffect(String path) {
		this.browser.signIn(this.admin.username(), PASSWORD);
		this.browser.open("/admin");
		String cookies = "aichat-admin=" + this.browser.cookies().get("aichat-admin");
		for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "BREW")) {
			isRejected(this.client.send(method, path, null, "Cookie", cookies));
		}
		isView(this.browser.submit(path), 404, "There is nothing here.");
		assertThat(this.client.send("OPTIONS", path, null, "Cookie", cookies).body()).isEmpty();
	}

	private static void isRejected(Answer answer) {
		isView(answer, 403, "This form did not come from here, or is too old.");
	}

	private static void isView(Answer answer, int status, String sentence) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).startsWith("text/html");
		assertThat(answer.body()).contains("<h1>", sentence);
	}

}
