package dev.aichat.testing;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

/** Base of tests in Chromium, which is started for each class. */
@InChromium
public abstract class ChromiumTests extends ServiceTests {

	protected static ChromeDriver browser;

	@BeforeAll
	static void start(@TempDir Path profile) {
		browser = Chromium.start(profile);
	}

	@AfterAll
	static void quit() {
		if (browser != null) {
			browser.quit();
		}
	}

	protected void open(String path) {
		browser.get(this.client.uri(path).toString());
	}

}
