package dev.aichat.chatpage;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Books;
import dev.aichat.testing.Chromium;
import dev.aichat.testing.Client;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.SystemTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests the chat page in a real browser. */
@SystemTest
@Tag("browser")
@EnabledIf("dev.aichat.testing.Chromium#isWanted")
class ChatPageBrowserTests {

	private static final AtomicInteger USERS = new AtomicInteger();

	private static ChromeDriver browser;

	@Autowired
	Client client;

	@Autowired
	Admins admins;

	@Autowired
	Books books;

	@Autowired
	ScriptedModel ai;

	private final LiveReplies replies = new LiveReplies();

	private final String username = "page-" + USERS.incrementAndGet();

	private ChatPage page;

	@BeforeAll
	static void start(@TempDir Path profile) {
		browser = Chromium.start(profile);
		browser.manage().window().setSize(new Dimension(1280, 900));
	}

	@AfterAll
	static void quit() {
		if (browser != null) {
			browser.quit();
		}
	}

	@BeforeEach
	void openPage() {
		this.page = new ChatPage(browser);
		this.page.open(this.client.uri("/"));
		this.page.run("sessionStorage.clear()");
		this.page.open(this.client.uri("/"));
		Chromium.complaints(browser);
	}

	@AfterEach
	void nothingCameFromElsewhere() {
		assertThat(this.page.run("""
				return performance.getEntriesByType("resource").map((entry) => new URL(entry.name).origin)
					.filter((origin) => origin !== location.origin).length""")).isEqualTo(0L);
	}

	@Test
	void journeyFromSignUpToEmptyBalanceTopUpAndOn() {
		this.ai.script(this.replies);
		this.page.awaitText("main", "You start with 4,000 tokens. A message costs 100");
		this.page.signUp(this.username);
		this.page.awaitBalance("4,000 tokens");

		this.page.send("Hello");
		LiveReplies.Live reply = this.replies.next();
		this.page.awaitBalance("3,900 tokens");
		reply.say("Well, ");
		this.page.awaitReply("Well,");
		reply.say("**hello**.");
		reply.end();
		this.page.awaitReply("Well, hello.");
		this.page.awaitEnd();
		this.page.awaitText(".receipt", "100 tokens");
		this.page.awaitText("#side li", "Hello");

		Admins.adjust(this.admins.newAdmin(), userId(), -3850, "Test");
		assertThat(Chromium.complaints(browser)).isEmpty();
		this.page.send("Again");
		this.page.awaitText(".failure", "You do not have enough tokens, top up to go on.");
		this.page.awaitBalance("50 tokens");
		assertThat(Chromium.complaints(browser)).singleElement().asString().contains("status of 402");
		this.page.click("Top up", "button");
		this.page.fill("#tokens", "500");
		this.page.click("Top up", "dialog//button");
		this.page.awaitBalance("550 tokens");
		assertThat(this.page.find("textarea").getDomProperty("value")).isEqualTo("Again");
		this.page.send("");
		this.replies.next().say("Welcome back.").end();
		this.page.awaitReply("Welcome back.");
		this.page.awaitBalance("450 tokens");

		this.page.click("Ledger", "a");
		this.page.awaitText("tbody", "Adjustment");
		assertThat(this.page.find("tbody").getText().lines()).contains("Test");
		assertThat(this.page.visible("tbody tr")).hasSize(5);
		this.page.run("document.querySelectorAll('tbody a')[1].click()");
		this.page.awaitText(".revealed", "Well, hello.");
		assertThat(Chromium.complaints(browser)).isEmpty();
	}

	private long userId() {
		return this.books.sql()
			.sql("SELECT id FROM users WHERE username = ?")
			.param(this.username)
			.query(Long.class)
			.single();
	}

}
