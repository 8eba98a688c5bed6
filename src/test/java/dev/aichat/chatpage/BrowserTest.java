package dev.aichat.chatpage;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.Dimension;

import dev.aichat.testing.Chromium;
import dev.aichat.testing.ChromiumTests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test of the chat page in a real browser. It ends without an error in the browser's
 * log, such as a violation of the content security policy, that it did not expect.
 */
abstract class BrowserTest extends ChromiumTests {

	private static final AtomicInteger USERS = new AtomicInteger();

	final LiveReplies replies = new LiveReplies();

	final String username = "page-" + USERS.incrementAndGet();

	ChatPage page;

	@BeforeAll
	static void resizeWindow() {
		browser.manage().window().setSize(new Dimension(1280, 900));
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

	/** Signs up and sends a message, whose reply the test writes. */
	LiveReplies.Live ask(String message) {
		this.ai.script(this.replies);
		this.page.signUp(this.username);
		this.page.send(message);
		return this.replies.next();
	}

	/** Expects that the browser logged one failed response, and nothing else. */
	void expectFailure(int status) {
		assertThat(Chromium.complaints(browser)).singleElement().asString().contains("status of " + status);
	}

	long userId() {
		return this.books.number("SELECT id FROM users WHERE username LIKE ?", "%" + this.username);
	}

}
