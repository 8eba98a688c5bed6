package dev.aichat.chatpage;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.testing.Client;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests what the chat page makes of failures. */
class ChatPageFailureBrowserTests extends BrowserTest {

	@AfterEach
	void blockNothing() {
		block();
	}

	@ParameterizedTest
	@CsvSource({ "402, insufficient_tokens, 0, false", "403, forbidden, 0, false",
			"422, idempotency_key_reused, 0, false", "429, rate_limited, 2, false", "500, internal_error, 0, false",
			"502, ai_failed, 0, true", "503, ai_unavailable, 2, true", "503, service_unavailable, 2, false",
			"504, ai_timeout, 0, true" })
	void messageThatIsNotTakenComesBackWithTheSentenceOfTheProblem(int status, String code, int retryAfter,
			boolean refunded) {
		this.page.signUp(this.username);
		fakeNext("/api/chat", status, retryAfter, problem(status, code, refunded));
		this.page.send("Hello");
		this.page.awaitText(".failure", "The sentence of " + code + ".");
		assertThat(this.page.find(".failure").getText().contains("The message was refunded: you have 4,000 tokens."))
			.isEqualTo(refunded);
		assertThat(this.page.visible(".said")).isEmpty();
		if (retryAfter > 0) {
			this.page.awaitText("[data-part=send]", "Send (1 s)");
			assertThat(this.page.find("[data-part=send]").isEnabled()).isFalse();
		}
		this.page.click("Send", "button");
		this.page.awaitReply("This is a dummy response.");
		this.page.awaitText(".said", "Hello");
		this.page.awaitBalance("3,900 tokens");
		this.page.awaitNo(".failure");
	}

	@Test
	void messageThatIsStillInProgressIsAwaited() {
		this.page.signUp(this.username);
		fakeNext("/api/chat", 409, 1, problem(409, "request_in_progress", false));
		this.page.send("Hello");
		this.page.awaitReply("This is a dummy response.");
		this.page.awaitBalance("3,900 tokens");
		assertThat(this.page.visible(".failure")).isEmpty();
	}

	@Test
	void answerOfProxyCountsAsLostConnection() {
		this.page.signUp(this.username);
		fakeNext("/api/chat", 502, 0, "<html><h1>Bad Gateway</h1></html>");
		this.page.send("Hello");
		this.page.awaitText("main", "The service cannot be reached. Trying again …");
		this.page.awaitReply("This is a dummy response.");
		this.page.awaitBalance("3,900 tokens");
	}

	@Test
	void lastAdminIsNotErased() {
		this.page.signUp(this.username);
		this.page.click("Account", "a");
		this.page.click("Erase the account …", "button");
		this.page.fill("#proof", ChatPage.PASSWORD);
		fakeNext("/api/account", 409, 0, problem(409, "last_admin", false));
		this.page.click("Erase everything", "button");
		this.page.awaitText("dialog .failure", "The sentence of last_admin.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "session.js", "chat.css", "pico.classless.min.css" })
	void pageThatLacksAnAssetIsLoadedAgainUntilItIsWhole(String asset) {
		block("*/" + asset);
		this.page.open(this.client.uri("/"));
		this.page.awaitTrue("return Number(sessionStorage.getItem('aichat-loads')) >= 2");
		block();
		this.page.find("#username");
		this.page.awaitTrue("return sessionStorage.getItem('aichat-loads') === null");
	}

	@Test
	void pageThatStaysIncompleteSaysSo() {
		this.page.run("sessionStorage.setItem('aichat-loads', 19)");
		block("*/session.js");
		this.page.open(this.client.uri("/"));
		this.page.awaitText("[role=alert]", "The service is being updated, and a part of this page is missing.");
		block();
		assertThat(this.page.run("return sessionStorage.getItem('aichat-loads')")).isEqualTo("20");
		this.page.open(this.client.uri("/"));
		this.page.find("#username");
	}

	private static void block(String... addresses) {
		browser.executeCdpCommand("Network.enable", Map.of());
		browser.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", addresses));
	}

	/** Has the page get one answer from here, in place of the service's. */
	private void fakeNext(String path, int status, int retryAfter, String body) {
		this.page.run("""
				const [path, status, retryAfter, body] = arguments;
				const real = window.fetch;
				window.fetch = (requested, options) => {
					if (requested !== path) {
						return real(requested, options);
					}
					window.fetch = real;
					return Promise.resolve(new Response(body, {status, headers: {"Retry-After": retryAfter}}));
				};""", path, status, retryAfter, body);
	}

	private static String problem(int status, String code, boolean refunded) {
		return new String(Client.json(Map.of("status", status, "code", code, "detail", "The sentence of " + code + ".",
				"refunded", refunded, "remaining_tokens", 4000)));
	}

}
