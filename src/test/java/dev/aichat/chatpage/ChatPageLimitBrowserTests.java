package dev.aichat.chatpage;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Chromium;
import dev.aichat.testing.Client;
import dev.aichat.testing.InChromium;
import dev.aichat.testing.RateLimitTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests what the chat page makes of rate limits. */
@RateLimitTest
@InChromium
class ChatPageLimitBrowserTests {

	@Autowired
	Client client;

	@Test
	void limitIsCountedDown(@TempDir Path profile) {
		for (int i = 0; i < 10; i++) {
			this.client.post("/api/login", Map.of("username", "page-limit", "password", "wrong"))
				.isProblem(401, "invalid_credentials");
		}
		ChromeDriver browser = Chromium.start(profile);
		try {
			ChatPage page = new ChatPage(browser);
			page.open(this.client.uri("/#/log-in"));
			page.fill("#username", "page-limit");
			page.fill("#password", "wrong");
			page.click("Log in", "button");
			page.awaitText(".failure", "Too many requests, wait before you try again.");
			page.awaitText("[type=submit]", "Log in (");
			assertThat(page.find("[type=submit]").isEnabled()).isFalse();
			String shown = page.find("[type=submit]").getText();
			page.awaitOtherText("[type=submit]", shown);
			assertThat(page.find("[type=submit]").getText()).matches("Log in \\(\\d+ s\\)");
		}
		finally {
			browser.quit();
		}
	}

}
