package dev.aichat.chatpage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;

import org.springframework.core.io.ClassPathResource;

import dev.aichat.testing.Admins;
import dev.aichat.testing.Chromium;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Relay;
import dev.aichat.testing.ScriptedModel;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests the chat page in a real browser. */
class ChatPageBrowserTests extends BrowserTest {

	private static final Path PICTURE = Path.of("src/docs/chat-page.png");

	private static final String REPLY = """
			Every change of a balance is **one row** of the ledger, and the rows add up:

			| seq | kind | amount | balance |
			|--:|---|--:|--:|
			| 1 | `GRANT` | +4,000 | 4,000 |
			| 2 | `CHARGE` | -100 | 3,900 |

			So this must find nothing, at any time:

			```sql
			SELECT u.id FROM users u JOIN ledger l ON l.user_id = u.id
			GROUP BY u.id, u.tokens HAVING SUM(l.amount) <> u.tokens
			```

			1. A message that fails is *refunded*.
			2. A [retry](https://www.rfc-editor.org/rfc/rfc9110) with the same key costs nothing.
			""";

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
		this.page.send("Again");
		this.page.awaitText(".failure", "You do not have enough tokens, top up to go on.");
		this.page.awaitBalance("50 tokens");
		expectFailure(402);
		this.page.click("Top up", "button");
		this.page.fill("#tokens", "500");
		this.page.click("Top up", "dialog//button");
		this.page.awaitBalance("550 tokens");
		this.page.awaitTrue("return document.activeElement.value === 'Again'");
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
	}

	/**
	 * The texts of users and AIs, as hostile as can be, in every place that shows one.
	 */
	@Test
	void hostileTextIsShownAsText() {
		String hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> [link](javascript:alert(1))";
		this.ai.script((message, handler) -> ScriptedModel.say(hostile + "\n\n<svg onload=alert(1)>\n\n"
				+ "![picture](https://example.org/x.png) [data](data:text/html,x) <a href=\"javascript:alert(1)\">a</a>",
				handler));
		this.page.signUp(this.username);
		this.page.send(hostile);
		this.page.awaitReply("<svg onload=alert(1)>");
		this.page.awaitEnd();
		this.page.awaitText("#side li", "<script>");
		this.page.click("Rename", "button");
		this.page.fill("#title", "<img src=x onerror=alert(2)>");
		this.page.click("Rename", "dialog//button");
		this.page.awaitText("h1", "<img src=x onerror=alert(2)>");
		Admins.adjust(this.admins.newAdmin(), userId(), 1, hostile);
		this.page.click("Ledger", "a");
		this.page.awaitText("tbody", hostile);
		this.page.click("<img src=x onerror=alert(2)>", "a");
		this.page.awaitText(".said", hostile);
		assertThat(this.page
			.run("""
					return document.querySelectorAll("main img, main svg, main script, main a[href^=java], main [onerror]").length"""))
			.isEqualTo(0L);
		assertThat(this.page.run("return Array.from(document.querySelectorAll('main a'), (link) => link.href)"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly("https://example.org/x.png");
	}

	@Test
	void tabsShareTheSessionThroughRefreshAndLogout() {
		this.page.signUp(this.username);
		String first = browser.getWindowHandle();
		String second = this.page.openTab(this.client.uri("/"));
		this.page.find("textarea");
		for (String tab : List.of(first, second)) {
			browser.switchTo().window(tab);
			this.page.run("""
					const tokens = JSON.parse(sessionStorage.getItem("aichat-session"));
					sessionStorage.setItem("aichat-session", JSON.stringify({...tokens, expires: 0}));
					location.reload();""");
		}
		for (String tab : List.of(first, second, first)) {
			browser.switchTo().window(tab);
			this.page.awaitBalance("4,000 tokens");
		}
		assertThat(this.books.number("SELECT COUNT(*) FROM sessions WHERE user_id = ?", userId())).isEqualTo(1);
		this.page.click("Account", "a");
		this.page.click("Log out", "button");
		this.page.find("#username");
		browser.switchTo().window(second);
		this.page.find("#username");
		this.page.logIn(this.username);
		browser.switchTo().window(first);
		this.page.awaitBalance("4,000 tokens");
	}

	@Test
	void accountIsErasedAndSoIsTheSession() {
		this.page.signUp(this.username);
		this.page.click("Account", "a");
		this.page.click("Erase the account …", "button");
		this.page.fill("#proof", "not my password");
		this.page.click("Erase everything", "button");
		this.page.awaitText("dialog .failure", "password");
		expectFailure(401);
		this.page.fill("#proof", ChatPage.PASSWORD);
		this.page.click("Erase everything", "button");
		this.page.awaitText("main", "Your account was erased.");
		assertThat(this.page.run("return sessionStorage.length")).isEqualTo(0L);
		this.page.fill("#username", this.username);
		this.page.fill("#password", ChatPage.PASSWORD);
		this.page.click("Log in", "button");
		this.page.awaitText(".failure", "The username or the password is wrong.");
		expectFailure(401);
	}

	@Test
	void accountIsExportedAndPasswordIsChanged(@TempDir Path downloads) {
		this.page.signUp(this.username);
		this.page.click("Account", "a");
		this.page.fill("#current", ChatPage.PASSWORD);
		this.page.fill("#new", "another " + ChatPage.PASSWORD);
		this.page.click("Change the password", "button");
		this.page.awaitText(".flash", "Password changed.");
		browser.executeCdpCommand("Browser.setDownloadBehavior",
				Map.of("behavior", "allow", "downloadPath", downloads.toString()));
		this.page.click("Export", "button");
		Path file = downloads.resolve("aichat-%s.json".formatted(this.username));
		Awaitility.await().until(() -> Files.exists(file));
		assertThat(file).content().contains("\"username\":\"%s\"".formatted(this.username));
	}

	@Test
	void replyStoppedBeforeItsFirstTextCostsNothing() {
		ask("Never mind");
		this.page.awaitBalance("3,900 tokens");
		this.page.click("Stop", "button");
		this.page.awaitText(".failure", "The message was refunded: you have 4,000 tokens.");
		this.page.awaitBalance("4,000 tokens");
		this.page.click("Try again", "button");
		this.replies.next().say("As you wish.").end();
		this.page.awaitReply("As you wish.");
		this.page.awaitBalance("3,900 tokens");
		assertThat(this.page.visible(".said")).hasSize(1);
	}

	@Test
	void replyStoppedAfterItsFirstTextIsKept() {
		ask("Go on and on").say("On and");
		this.page.awaitReply("On and");
		this.page.click("Stop", "button");
		this.page.awaitText(".receipt", "100 tokens · stopped");
		this.page.awaitReply("On and");
		this.page.awaitBalance("3,900 tokens");
	}

	@Test
	void replyGoesOnAfterReload() {
		LiveReplies.Live reply = ask("A long story").say("Once upon ");
		this.page.awaitReply("Once upon");
		browser.navigate().refresh();
		this.page.awaitReply("Once upon");
		reply.say("a time.");
		this.page.awaitReply("Once upon a time.");
		reply.end();
		this.page.awaitEnd();
		this.page.awaitBalance("3,900 tokens");
		assertThat(this.page.visible(".said")).hasSize(1);
	}

	@Test
	void lostConnectionIsReportedAndResumedWithoutAnotherCharge() {
		try (Relay relay = new Relay()) {
			relay.to(this.client.uri("/"));
			this.page.open(relay.uri("/"));
			LiveReplies.Live reply = ask("Are you still there?").say("Still ");
			this.page.awaitReply("Still");
			relay.cut();
			this.page.awaitText("main", "The service cannot be reached. Trying again …");
			relay.to(this.client.uri("/"));
			this.page.run("window.dispatchEvent(new Event('online'))");
			this.page.awaitNo("[data-part=note]");
			reply.say("here.").end();
			this.page.awaitReply("Still here.");
			this.page.awaitEnd();
			this.page.awaitBalance("3,900 tokens");
			assertThat(this.ai.asked()).isEqualTo(1);
			assertThat(this.page.visible(".said")).hasSize(1);
		}
		assertThat(Chromium.complaints(browser)).isNotEmpty()
			.allSatisfy((complaint) -> assertThat(complaint).containsPattern("net::ERR_|status of 409"));
	}

	/** Makes the picture anew with {@code -Dpicture.update=true}. */
	@Test
	void readmeShowsThePage() throws IOException {
		this.ai.script((message, handler) -> ScriptedModel.say(REPLY, handler));
		this.page.signUp("grace.hopper");
		for (String question : List.of("Who was Ada Lovelace?", "Name three sorting algorithms",
				"How do I know that the ledger adds up?")) {
			this.page.click("New conversation", "a");
			this.page.awaitText("h1", "New conversation");
			this.page.send(question);
			this.page.awaitText("#side li:first-child", question);
			this.page.awaitEnd();
		}
		this.page.awaitBalance("3,700 tokens");
		if (Boolean.getBoolean("picture.update")) {
			Files.write(PICTURE, browser.getScreenshotAs(OutputType.BYTES));
		}
		assertThat(Files.size(PICTURE)).isLessThan(150_000);
	}

	@Test
	void pageIsUsedByKeyboardAlone() {
		this.ai.script(this.replies);
		this.page.find("#username");
		this.page.type(Keys.TAB);
		assertThat(this.page.focus().getText()).isEqualTo("Skip to the content");
		this.page.type(Keys.ENTER);
		this.page.type(Keys.TAB, Keys.TAB, Keys.TAB, this.username, Keys.TAB, ChatPage.PASSWORD, Keys.ENTER);
		this.page.find("textarea");
		this.page
			.run("""
					window.spoken = [];
					const status = document.getElementById("status");
					new MutationObserver(() => window.spoken.push(status.textContent)).observe(status, {childList: true});""");
		this.page.type("Hello", Keys.ENTER);
		LiveReplies.Live reply = this.replies.next().say("Hi ");
		this.page.awaitReply("Hi");
		reply.say("there.").end();
		this.page.awaitReply("Hi there.");
		this.page.awaitEnd();
		assertThat(this.page.run("return window.spoken")).isEqualTo(List.of("Hi there."));
		this.page.typeBackTab();
		assertThat(this.page.focus().getText()).isEqualTo("3,900 tokens");
		this.page.type(Keys.ENTER);
		this.page.find("dialog");
		this.page.type(Keys.ESCAPE);
		this.page.awaitNo("dialog");
		assertThat(this.page.focus().getText()).isEqualTo("3,900 tokens");
	}

	@Test
	void firstTextShiftsNothing() {
		this.ai.script(this.replies);
		this.page.signUp(this.username);
		this.page.run("""
				window.shifts = [];
				new PerformanceObserver((list) => window.shifts.push(...list.getEntries()
				  .map((shift) => `${shift.value}: ${shift.sources.map(({node}) => node?.outerHTML ?? node?.data)}`)))
				  .observe({type: "layout-shift"});""");
		this.page.send("Hello");
		LiveReplies.Live reply = this.replies.next();
		this.page.awaitBalance("3,900 tokens");
		reply.say("The first text");
		this.page.awaitReply("The first text");
		reply.say(" and the last.").end();
		this.page.awaitEnd();
		assertThat(this.page.run("return window.shifts")).isEqualTo(List.of());
	}

	@Test
	void longConversationIsLoadedAsItIsNeeded() {
		this.page.signUp(this.username);
		this.page.send("Message 0");
		this.page.awaitEnd();
		this.page.awaitReply("This is a dummy response.");
		Caller user = this.client.logIn(userId(), this.username);
		user.post("/api/top-up", Map.of("tokens", 10_000));
		String conversation = user.get("/api/chat").json().at("/items/0/conversation_id").stringValue();
		for (int i = 1; i < 100; i++) {
			assertThat(user.chatIn(conversation, "Message " + i).status()).isEqualTo(200);
		}
		this.page.open(this.client.uri("/#/conversation/" + conversation));
		this.page.awaitText(".said", "Message 99");
		assertThat(this.page.run("return document.querySelectorAll('.exchanges li').length")).isEqualTo(40L);
		this.page.scrollTo("Message 0");
		assertThat(this.page.run("return Array.from(document.querySelectorAll('.said'), (said) => said.textContent)"))
			.isEqualTo(IntStream.range(0, 100).mapToObj((i) -> "Message " + i).toList());
	}

	@Test
	void everyViewFitsAndIsAccessible() throws IOException {
		this.ai.script((message, handler) -> ScriptedModel.say(REPLY, handler));
		show("sign-in");
		this.page.signUp("w".repeat(150 - this.username.length()) + this.username);
		show("new");
		this.page.send("How do I know that the ledger adds up?");
		this.page.awaitEnd();
		show("conversation");
		this.ai.script((message, handler) -> ScriptedModel.say("y".repeat(4000), handler));
		this.page.send("x".repeat(4000));
		this.page.awaitEnd();
		this.page.click("Rename", "button");
		this.page.fill("#title", "z".repeat(80));
		this.page.click("Rename", "dialog//button");
		this.page.awaitText("h1", "zzz");
		show("long-word");
		this.ai.script(ScriptedModel::fail);
		this.page.send("Are you there?");
		this.page.awaitText(".failure", "The AI could not answer.");
		this.page.awaitText(".failure", "The message was refunded: you have 3,800 tokens.");
		show("failure");
		this.page.click("Rename", "button");
		show("rename");
		this.page.type(Keys.ESCAPE);
		this.page.click("Delete", "button");
		show("delete");
		this.page.type(Keys.ESCAPE);
		this.page.click("3,800 tokens", "button");
		show("top-up");
		this.page.type(Keys.ESCAPE);
		this.page.click("Ledger", "a");
		this.page.awaitText("tbody", "Opening balance");
		show("ledger");
		this.page.click("Account", "a");
		this.page.find("#current");
		show("account");
		Admins.adjust(this.admins.newAdmin(), userId(), -3800, "All");
		this.page.open(this.client.uri("/"));
		this.page.awaitText(".out", "You are out of tokens. A message costs 100, and you have 0.");
		show("out-of-tokens");
	}

	/** Takes screenshots, and has axe look for what hinders people. */
	private void show(String view) throws IOException {
		Chromium.fit(browser, view, 320, 1);
		Chromium.fit(browser, view, 2560, 1);
		// 1,280 pixels at a zoom of 200 %
		Chromium.fit(browser, view, 640, 2);
		Chromium.screenshots(browser, "chat-" + view, "dark", "light");
		assertThat(Chromium.complaints(browser)).isEmpty();
		browser.executeScript(new ClassPathResource("axe.min.js").getContentAsString(StandardCharsets.UTF_8));
		Object violations = browser.executeAsyncScript("""
				axe.run({resultTypes: ["violations"]}).then(({violations}) => arguments[0](violations
					.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html)}`)));""");
		assertThat(violations).as(view).isEqualTo(List.of());
		// axe has styles of its own, which the policy forbids
		Chromium.complaints(browser);
	}

}
