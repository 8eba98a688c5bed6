package dev.aichat.chatpage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

import dev.aichat.testing.Chromium;
import dev.aichat.testing.DatabaseCopy;
import dev.aichat.testing.PackagedService;
import dev.aichat.testing.Provider;
import dev.aichat.testing.Relay;

/**
 * Kills the packaged service under a reply that the chat page shows.
 * {@code ./mvnw verify -Pcrash} runs this.
 */
@Tag("crash")
@EnabledIf("dev.aichat.testing.Chromium#isWanted")
class ChatPageRestartTests {

	private final Provider provider = new Provider();

	@Test
	void replyOfKilledServiceIsAskedForAgainAndChargedOnce(@TempDir Path folder, @TempDir Path profile)
			throws IOException {
		this.provider.answer("Hello", (call) -> {
			call.begin();
			call.delta("Half");
			call.fallSilent();
		});
		ChromeDriver browser = Chromium.start(profile);
		try (this.provider; Relay relay = new Relay()) {
			ChatPage page = new ChatPage(browser);
			try (PackagedService service = start(folder)) {
				relay.to(service.client().uri("/"));
				page.open(relay.uri("/"));
				page.signUp("ada");
				page.send("Hello");
				page.awaitReply("Half");
			}
			page.awaitText("main", "The service cannot be reached. Trying again …");
			this.provider.answer("Hello", (call) -> call.say("Whole."));
			try (PackagedService service = start(folder)) {
				relay.to(service.client().uri("/"));
				page.awaitReply("Whole.");
				page.awaitEnd();
				page.awaitBalance("3,900 tokens");
				service.stop();
			}
		}
		finally {
			browser.quit();
		}
		try (DatabaseCopy copy = new DatabaseCopy(folder)) {
			copy.books().balance();
		}
	}

	private PackagedService start(Path folder) throws IOException {
		return PackagedService.start(folder, Map.of("AICHAT_AI_PROVIDER", "openai", "AICHAT_AI_BASE_URL",
				this.provider.url(), "AICHAT_AI_API_KEY", Provider.KEY, "AICHAT_AI_MODEL", "m"));
	}

}
