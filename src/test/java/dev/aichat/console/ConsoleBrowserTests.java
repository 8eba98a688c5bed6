package dev.aichat.console;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Chromium;
import dev.aichat.testing.ChromiumTests;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ScriptedModel;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests the console in a real browser. */
class ConsoleBrowserTests extends ChromiumTests {

	private static final String PASSWORD = "correct horse battery";

	private static final String SCRIPT = "<script>alert(1)</script>";

	private static final Duration OFTEN = Duration.ofMillis(20);

	Caller admin;

	@BeforeEach
	void clearCookies() {
		this.admin = this.admins.newAdmin();
		open("/admin/login");
		browser.manage().deleteAllCookies();
		Chromium.complaints(browser);
	}

	@Test
	void operatorFindsUserAdjustsTokensAndDisablesUser() {
		Caller user = this.client.newUser();
		assertThat(user.chat("Hello").status()).isEqualTo(200);
		signIn();
		follow("Users");
		fill("search", user.username());
		press("Search");
		follow(user.username());
		assertThat(text("balance")).isEqualTo("3,900 tokens");

		fill("amount", "-250");
		fill("note", "Charged back");
		press("Adjust");
		assertThat(flashMessage()).isEqualTo("The balance was adjusted.");
		assertThat(text("balance")).isEqualTo("3,650 tokens");
		assertThat(page()).contains("adjustment", "-250", "Charged back");
		assertThat(user.balance()).isEqualTo(3650);

		press("Disable");
		assertThat(flashMessage()).contains("disabled");
		assertThat(text("state")).isEqualTo("disabled");
		user.get("/api/balance").isProblem(403, "invalid_token");

		follow("Audit");
		List<WebElement> rows = browser.findElements(By.cssSelector("tbody tr"));
		assertThat(rows.get(0).getText()).contains(this.admin.username(), "disable", user.username(), "enabled: false");
		assertThat(rows.get(1).getText()).contains("adjust tokens", "tokens: 3900", "tokens: 3650", "Charged back");

		press("Sign out");
		assertThat(flashMessage()).isEqualTo("You are signed out.");
		assertThat(Chromium.complaints(browser)).isEmpty();
	}

	@Test
	void textOfUsersIsEscaped() {
		Caller user = this.client.newUser();
		this.ai.script((message, handler) -> ScriptedModel.say(SCRIPT + " said the AI", handler));
		user.chat(SCRIPT);
		Admins.adjust(this.admin, user.id(), 1, SCRIPT);
		signIn();
		for (String path : List.of("/admin/chats", "/admin/audit",
				"/admin/users?search=%3Cscript%3Ealert(1)%3C/script%3E", "/admin/users/" + user.id(),
				"/admin/users/%d/chats".formatted(user.id()), "/admin/users/%d/ledger".formatted(user.id()))) {
			open(path);
			assertThat(browser.findElements(By.tagName("script"))).as(path).isEmpty();
			assertThat(browser.getPageSource()).as(path).contains("&lt;script&gt;").doesNotContain(SCRIPT);
		}
		open("/admin/chats");
		assertThat(page()).contains(SCRIPT + "\n", SCRIPT + " said the AI");
		assertThat(Chromium.complaints(browser)).isEmpty();
	}

	@Test
	void consoleIsUsableByKeyboard() {
		open("/admin/login");
		// the page has loaded before its first field is given the focus
		new WebDriverWait(browser, Duration.ofSeconds(10))
			.until((page) -> "username".equals(page.switchTo().activeElement().getDomAttribute("id")));
		browser.switchTo().activeElement().sendKeys(this.admin.username(), Keys.TAB);
		navigate(() -> browser.switchTo().activeElement().sendKeys(PASSWORD, Keys.ENTER));
		assertThat(browser.findElement(By.tagName("h1")).getText()).isEqualTo("Dashboard");
		browser.findElement(By.tagName("body")).sendKeys(Keys.TAB);
		WebElement skip = browser.switchTo().activeElement();
		assertThat(skip.getText()).isEqualTo("Skip to the content");
		assertThat(skip.getLocation().getX()).isNotNegative();
		skip.sendKeys(Keys.ENTER);
		assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("content");
		assertThat(Chromium.complaints(browser)).isEmpty();
	}

	@Test
	void everyViewFitsDeskAndPhoneAndNothingIsBlocked() throws IOException {
		Caller user = this.client.newUser();
		user.chat(("A long question, that goes on and on. ").repeat(40) + "\n\n" + "x".repeat(300));
		for (int i = 0; i < 22; i++) {
			user.chat("Question %d".formatted(i));
		}
		Admins.adjust(this.admin, user.id(), -250, "Charged back, because " + "of many reasons ".repeat(8));
		String id = String.valueOf(user.id());
		screenshotOf("login", "/admin/login");
		signIn();
		for (Map.Entry<String, String> page : Map
			.of("dashboard", "/admin", "users", "/admin/users", "user", "/admin/users/" + id, "ledger",
					"/admin/users/" + id + "/ledger", "user-chats", "/admin/users/" + id + "/chats", "erase",
					"/admin/users/" + id + "/erase", "chats", "/admin/chats", "audit", "/admin/audit")
			.entrySet()) {
			screenshotOf(page.getKey(), page.getValue());
		}
		open("/admin");
		browser.findElement(By.tagName("summary")).click();
		screenshot("admin-dashboard-table");
		assertThat(Chromium.complaints(browser)).isEmpty();
		screenshotOf("not-found", "/admin/nothing");
		open("/admin/users/" + id);
		fill("amount", "0");
		fill("note", "x");
		press("Adjust");
		screenshot("admin-user-refused");
		open("/admin/users/" + id + "/ledger");
		follow("Older →");
		assertThat(browser.findElements(By.cssSelector("tbody tr"))).hasSize(5);
		follow("Newest");
		assertThat(browser.findElements(By.cssSelector("tbody tr"))).hasSize(20);
	}

	private void screenshotOf(String name, String path) throws IOException {
		open(path);
		screenshot("admin-" + name);
	}

	private static void screenshot(String name) throws IOException {
		Chromium.screenshots(browser, name, "dark", "light");
	}

	private void signIn() {
		open("/admin/login");
		fill("username", this.admin.username());
		fill("password", PASSWORD);
		press("Sign in");
		assertThat(browser.findElement(By.tagName("h1")).getText()).isEqualTo("Dashboard");
	}

	private static void fill(String id, String text) {
		WebElement field = browser.findElement(By.id(id));
		field.clear();
		field.sendKeys(text);
	}

	private static void press(String button) {
		navigate(() -> browser.findElement(By.xpath("//button[normalize-space()='%s']".formatted(button))).click());
	}

	private static void follow(String link) {
		navigate(() -> browser.findElement(By.linkText(link)).click());
	}

	/**
	 * Navigates to another view, and waits for it and its styles: a screenshot of a view
	 * without styles makes the browser load images that the styles replace.
	 */
	private static void navigate(Runnable action) {
		browser.executeScript("window.left = true");
		action.run();
		new WebDriverWait(browser, Duration.ofSeconds(30), OFTEN).ignoring(WebDriverException.class)
			.until((there) -> Boolean.TRUE
				.equals(browser.executeScript("return !window.left && document.readyState === 'complete'")));
	}

	private static String flashMessage() {
		return browser.findElement(By.cssSelector("[role=status]")).getText();
	}

	private static String text(String id) {
		return browser.findElement(By.id(id)).getText();
	}

	private static String page() {
		return browser.findElement(By.tagName("body")).getText();
	}

}
