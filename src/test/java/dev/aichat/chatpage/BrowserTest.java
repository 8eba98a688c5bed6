package dev.aichat.chatpage;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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

/**
 * A test of the chat page in a real browser. It ends without an error in the browser's
 * log, such as a violation of the content security policy, that it did not expect.
 */
@SystemTest
@Tag("browser")
@EnabledIf("dev.aichat.testing.Chromium#isWanted")
abstract class BrowserTest {

	private static final AtomicInteger USERS = new AtomicInteger();

	static ChromeDriver browser;

	@Autowired
	Client client;

	@Autowired
	Admins admins;

	@Autowired
	Books books;

	@Autowired
	ScriptedModel ai;

	final LiveReplies replies = new LiveReplies();

	final String username = "page-" + USERS.incrementAndGet();

	ChatPage page;

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
		this.page.closeOtherTabs();
		this.page.open(this.client.uri("/"));
		this.page.run("sessionStorage.clear()");
		this.page.open(this.client.uri("/"));
		Chromium.complaints(browser);
	}

	@AfterEach
	void nothingWasComplainedOfAndNothingCameFromElsewhere() {
		assertThat(Chromium.complaints(browser)).isEmpty();
		assertThat(this.page.run("""
				return performance.getEntriesByType("resource").map((entry) => new URL(entry.name).origin)
					.filter((origin) => origin !== location.origin).length""")).isEqualTo(0L);
	}

	/** Expects that the browser logged one failed response, and nothing else. */
	void expectFailure(int status) {
		assertThat(Chromium.complaints(browser)).singleElement().asString().contains("status of " + status);
	}

	long userId() {
		return this.books.sql()
			.sql("SELECT id FROM users WHERE username LIKE ?")
			.param("%" + this.username)
			.query(Long.class)
			.single();
	}

}
