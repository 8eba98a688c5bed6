package dev.aichat.chatpage;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.aichat.testing.ScriptedModel;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests how the chat page adapts to its reader. */
class ChatPageReaderBrowserTests extends BrowserTest {

	private static final String HEBREW = "\u05e9\u05dc\u05d5\u05dd";

	private static final String GAP = "return document.scrollingElement.scrollHeight - scrollY - innerHeight";

	@AfterEach
	void endEmulation() {
		emulate("prefers-reduced-motion", "");
		browser.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", ""));
		speak("en-US");
	}

	@Test
	void textFromRightToLeftIsAlignedSo() {
		this.ai.script((message, handler) -> ScriptedModel.say(HEBREW + "\n\n- " + HEBREW, handler));
		this.page.signUp(this.username);
		this.page.send(HEBREW);
		this.page.awaitReply(HEBREW);
		this.page.awaitEnd();
		for (String place : List.of("h1", "#side li a", ".said", ".reply p", ".reply li")) {
			assertThat(this.page.find(place).getCssValue("direction")).as(place).isEqualTo("rtl");
		}
	}

	@Test
	void nothingMovesForReaderWhoWantsLessMotion() {
		String moving = "return document.getAnimations().length > 0";
		LiveReplies.Live reply = ask("Hello");
		this.page.awaitTrue(moving);
		emulate("prefers-reduced-motion", "reduce");
		assertThat(this.page.run(moving)).isEqualTo(false);
		reply.say("Hi.").end();
		this.page.awaitEnd();
	}

	@Test
	void numbersAndTimesAreInLanguageAndZoneOfReader() {
		browser.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", "Asia/Kathmandu"));
		speak("de-DE");
		this.page.open(this.client.uri("/"));
		this.page.signUp(this.username);
		this.page.awaitBalance("4.000 tokens");
		this.page.click("Ledger", "a");
		this.page.awaitText("tbody", "+4.000");
		assertThat(this.page.run("""
				const time = document.querySelector("tbody time");
				const options = {dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Kathmandu"};
				return time.title === new Intl.DateTimeFormat("de-DE", options).format(new Date(time.dateTime));"""))
			.isEqualTo(true);
	}

	@Test
	void readerStaysAtTheEndUnlessScrollingUp() {
		LiveReplies.Live reply = ask("x".repeat(4000)).say("y".repeat(4000));
		this.page.awaitReply("yyy");
		this.page.awaitTrue(GAP + " < 1");
		this.page.run("window.scrollTo(0, 0)");
		this.page.awaitTrue(GAP + " > 500");
		reply.say("z".repeat(4000)).end();
		this.page.awaitEnd();
		assertThat(this.page.run("return window.scrollY")).isEqualTo(0L);
		this.page.send("And on");
		this.replies.next().say("So be it.").end();
		this.page.awaitReply("So be it.");
		this.page.awaitTrue(GAP + " < 1");
	}

	@Test
	void chargeLeadsToItsMessageAmongLongOnes() {
		this.ai.script((message, handler) -> ScriptedModel.say(message.repeat(100), handler));
		this.page.signUp(this.username);
		for (int i = 0; i < 8; i++) {
			this.page.send("Message " + i + " ");
			this.page.awaitReply("Message " + i);
			this.page.awaitEnd();
		}
		this.page.click("Ledger", "a");
		this.page.awaitText("tbody", "Opening balance");
		this.page.run("document.querySelectorAll('tbody a')[4].click()");
		this.page.awaitText(".revealed .said", "Message 3");
		this.page.awaitTrue("""
				const {top, bottom} = document.querySelector(".revealed").getBoundingClientRect();
				return Math.abs(top + bottom - innerHeight) < 4""");
	}

	@Test
	void chargeOfDeletedMessageSaysSo() {
		this.page.signUp(this.username);
		this.page.send("Hello");
		this.page.awaitReply("This is a dummy response.");
		this.page.awaitEnd();
		this.page.click("Delete", "button");
		this.page.click("Delete", "dialog//button");
		this.page.awaitText("h1", "New conversation");
		this.page.click("Ledger", "a");
		this.page.awaitText("tbody", "Opening balance");
		this.page.click("Message", "a");
		this.page.awaitText(".failure", "This message was deleted, with its conversation.");
		expectFailure(404);
	}

	@Test
	void conversationThatDoesNotExistIsNeitherShownNorRenamedNorDeleted() {
		this.page.signUp(this.username);
		this.page.open(this.client.uri("/#/conversation/" + UUID.randomUUID()));
		this.page.awaitText("main", "There is no such conversation.");
		assertThat(this.page.visible("textarea, .actions, main button")).isEmpty();
		this.page.click("New conversation", "a");
		this.page.find("textarea");
	}

	@Test
	void viewThatIsHigherThanTheWindowOpensAtItsTop() {
		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 375, "height", 600, "deviceScaleFactor", 1, "mobile", false));
		try {
			this.page.signUp(this.username);
			this.page.open(this.client.uri("/#/account"));
			this.page.awaitText("dd time", ":");
			assertThat(this.page.run("return [scrollY, document.scrollingElement.scrollHeight > innerHeight]"))
				.isEqualTo(List.of(0L, true));
		}
		finally {
			browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
		}
	}

	private void emulate(String feature, String value) {
		browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", feature, "value", value))));
	}

	private void speak(String languages) {
		browser.executeCdpCommand("Emulation.setUserAgentOverride",
				Map.of("userAgent", this.page.run("return navigator.userAgent"), "acceptLanguage", languages));
	}

}
