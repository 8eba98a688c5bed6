package dev.aichat.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.SearchContext;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.JsonNode;

import dev.aichat.testing.Chromium;
import dev.aichat.testing.ChromiumTests;

import static org.assertj.core.api.Assertions.assertThat;

/** The chat page leads to Swagger UI, which works in a real browser. */
class SwaggerUiBrowserTests extends ChromiumTests {

	@BeforeEach
	void clearStorage() {
		open("/");
		browser.executeScript("localStorage.clear()");
		Chromium.complaints(browser);
	}

	@Test
	void homeLeadsToTheDocs() throws IOException {
		open("/");
		assertThat(browser.getTitle()).isEqualTo("AI Chat");
		iconLoads();
		Chromium.screenshots(browser, "home", "light");
		browser.findElement(By.partialLinkText("Swagger UI")).click();
		assertThat(operations(1)).contains("sendMessage");
		assertThat(browser.getCurrentUrl()).endsWith("/api/docs");
		assertThat(Chromium.complaints(browser)).isEmpty();
	}

	@Test
	void docsShowEveryOperation() throws IOException {
		List<String> operations = this.client.get("/api/schema")
			.json()
			.get("paths")
			.valueStream()
			.flatMap(JsonNode::valueStream)
			.map((operation) -> operation.get("operationId").stringValue())
			.toList();
		open("/api/docs");
		assertThat(operations(operations.size())).containsExactlyInAnyOrderElementsOf(operations)
			.containsSubsequence("register", "logIn", "logInAtToken", "sendMessage", "topUp", "getBalanceAtTokens");
		iconLoads();
		Chromium.screenshots(browser, "docs", "light", "dark");
		assertThat(Chromium.complaints(browser)).isEmpty();
	}

	@Test
	void authorizedPageCallsProtectedOperations() throws IOException {
		open("/api/docs");
		assertThat(execute("getBalance")).contains("403", "authentication_required");
		authorize(this.client.newUser().token());
		browser.navigate().refresh();
		assertThat(execute("sendMessage")).contains("200", "\"remaining_tokens\": 3900");
		assertThat(browser.findElements(By.cssSelector(".folded-error pre"))).isNotEmpty()
			.noneMatch(WebElement::isDisplayed);
		Chromium.screenshots(browser, "docs-authorized", "light", "dark");
		assertThat(Chromium.complaints(browser)).singleElement().asString().contains("status of 403");
	}

	/** The ids of the operations that are shown. */
	private static List<String> operations(int atLeast) {
		waiting().until(ExpectedConditions.numberOfElementsToBeMoreThan(By.className("opblock"), atLeast - 1));
		return browser.findElements(By.className("opblock"))
			.stream()
			.map((block) -> block.getDomAttribute("id"))
			.map((id) -> id.substring(id.lastIndexOf('-') + 1))
			.toList();
	}

	/**
	 * Opens an operation, executes it as it is, and returns the response that is shown.
	 */
	private static String execute(String operation) {
		WebElement block = waiting()
			.until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".opblock[id$='-" + operation + "']")));
		block.findElement(By.className("opblock-summary-control")).click();
		visible(block, "button.execute").click();
		return visible(block, ".live-responses-table .response").getText();
	}

	/** Pastes the token: the page draws itself anew for every key that is typed. */
	private static void authorize(String token) {
		click(".auth-wrapper > .authorize");
		visible(browser, ".auth-container input").click();
		browser.executeCdpCommand("Input.insertText", Map.of("text", token));
		click(".modal-btn.authorize");
		click(".modal-btn.btn-done");
	}

	private static void click(String button) {
		waiting().until(ExpectedConditions.elementToBeClickable(By.cssSelector(button))).click();
	}

	private static WebElement visible(SearchContext within, String selector) {
		return waiting().until((any) -> within.findElements(By.cssSelector(selector))
			.stream()
			.filter(WebElement::isDisplayed)
			.findFirst()
			.orElse(null));
	}

	private static WebDriverWait waiting() {
		return new WebDriverWait(browser, Duration.ofSeconds(30), Duration.ofMillis(50));
	}

	private void iconLoads() {
		assertThat(browser.executeAsyncScript("""
				const icon = new Image();
				icon.onload = () => arguments[0](true);
				icon.onerror = () => arguments[0](false);
				icon.src = document.querySelector("link[rel=icon]").href;""")).isEqualTo(true);
	}

}
