package dev.aichat.console;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ConsoleClient;
import dev.aichat.testing.ServiceTests;

import static dev.aichat.testing.ConsoleClient.isRedirectedToSignIn;
import static org.assertj.core.api.Assertions.assertThat;

/** Admins sign in and out, and their sessions end with their rights. */
class ConsoleSignInTests extends ServiceTests {

	private static final String PASSWORD = "correct horse battery";

	Caller admin;

	ConsoleClient browser;

	@BeforeEach
	void createAdmin() {
		this.admin = this.admins.newAdmin();
		this.browser = new ConsoleClient(this.client);
	}

	@Test
	void adminSignsInAndOut() {
		Answer answer = this.browser.signIn(this.admin.username(), PASSWORD);
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).isEqualTo("/admin");
		assertThat(this.browser.open("/admin").body()).contains("<h1>Dashboard</h1>", this.admin.username());
		assertThat(this.browser.open("/admin/login").header("Location")).isEqualTo("/admin");
		String session = this.browser.cookies().get("aichat-admin");
		this.browser.open("/admin");
		assertThat(this.browser.submit("/admin/logout").header("Location")).isEqualTo("/admin/login");
		assertThat(this.browser.cookies()).doesNotContainKey("aichat-admin");
		assertThat(this.browser.open("/admin/login").body()).contains("You are signed out.");
		assertThat(this.browser.open("/admin/login").body()).doesNotContain("You are signed out.");
		this.browser.cookies().put("aichat-admin", session);
		isRedirectedToSignIn(this.browser.open("/admin"));
	}

	@Test
	void failedSignInsLookTheSameWhateverTheReason() {
		Caller user = this.client.newUser();
		Caller disabled = this.admins.newAdmin();
		Admins.change(this.admin, disabled.id(), Map.of("enabled", false));
		String wrong = rejection(this.admin.username(), "a wrong password");
		assertThat(wrong).contains("The username or the password is wrong.");
		assertThat(rejection(user.username(), PASSWORD)).isEqualTo(wrong);
		assertThat(rejection(user.username(), "a wrong password")).isEqualTo(wrong);
		assertThat(rejection(disabled.username(), PASSWORD)).isEqualTo(wrong);
		assertThat(rejection("nobody-" + user.username(), PASSWORD)).isEqualTo(wrong);
		assertThat(rejection("", "")).isEqualTo(wrong);
	}

	@Test
	void cookiesAreStrictHttpOnlyAndLimitedToTheConsole() {
		this.browser.open("/admin/login");
		Answer answer = this.browser.submit("/admin/login", "username", this.admin.username(), "password", PASSWORD);
		List<String> cookies = answer.headers().allValues("Set-Cookie");
		assertThat(cookies).anyMatch((cookie) -> cookie.startsWith("aichat-admin=")).allSatisfy((cookie) -> {
			assertThat(cookie).contains("; HttpOnly", "; SameSite=Strict", "; Path=/admin").doesNotContain("Secure");
		});
		assertThat(this.browser.open("/admin").headers().allValues("Set-Cookie")).allSatisfy((cookie) -> {
			assertThat(cookie).contains("; HttpOnly", "; SameSite=Strict", "; Path=/admin");
			assertThat(cookie).doesNotContain("JSESSIONID");
		});
	}

	@Test
	void signInReplacesTheSession() {
		this.browser.signIn(this.admin.username(), PASSWORD);
		Map<String, String> before = Map.copyOf(this.browser.cookies());
		ConsoleClient planted = new ConsoleClient(this.client);
		planted.cookies().putAll(before);
		planted.cookies().remove("aichat-admin");
		planted.open("/admin/login");
		planted.cookies().put("aichat-admin", before.get("aichat-admin"));
		planted.submit("/admin/login", "username", this.admin.username(), "password", PASSWORD);
		assertThat(planted.cookies().get("aichat-admin")).isNotEqualTo(before.get("aichat-admin"));
		isRedirectedToSignIn(this.browser.open("/admin"));
		assertThat(planted.open("/admin").status()).isEqualTo(200);
	}

	@Test
	void signInAndSignOutReplaceTheCsrfToken() {
		this.browser.open("/admin/login");
		String before = this.browser.cookies().get("aichat-admin-forms");
		this.browser.submit("/admin/login", "username", this.admin.username(), "password", PASSWORD);
		this.browser.open("/admin");
		String after = this.browser.cookies().get("aichat-admin-forms");
		assertThat(after).isNotEmpty().isNotEqualTo(before);
		this.browser.submit("/admin/logout");
		this.browser.open("/admin/login");
		assertThat(this.browser.cookies().get("aichat-admin-forms")).isNotEmpty().isNotEqualTo(after);
	}

	@Test
	void disablingDemotingPasswordResetAndLogoutEndTheSession() {
		Caller other = this.admins.newAdmin();
		for (Map<String, ?> change : List.of(Map.of("enabled", false), Map.of("role", "USER"),
				Map.of("password", "another password"))) {
			Caller ended = this.admins.newAdmin();
			ConsoleClient signedIn = new ConsoleClient(this.client);
			signedIn.signIn(ended.username(), PASSWORD);
			assertThat(signedIn.open("/admin").status()).isEqualTo(200);
			assertThat(Admins.change(other, ended.id(), change).status()).isEqualTo(200);
			isRedirectedToSignIn(signedIn.open("/admin"));
			assertThat(signedIn.open("/admin/login").body()).contains("Your session has ended.");
		}
		this.browser.signIn(this.admin.username(), PASSWORD);
		this.admin.post("/api/logout", Map.of("everywhere", true));
		isRedirectedToSignIn(this.browser.open("/admin"));
	}

	private String rejection(String username, String password) {
		ConsoleClient anonymous = new ConsoleClient(this.client);
		Answer answer = anonymous.signIn(username, password);
		assertThat(answer.status()).isEqualTo(401);
		assertThat(anonymous.cookies()).doesNotContainKey("aichat-admin");
		return answer.body()
			.replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "")
			.replaceAll("name=\"username\"[^>]*>", "");
	}

}
