package dev.aichat.web;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.JsonNode;

import dev.aichat.testing.Chromium;
import dev.aichat.testing.ChromiumTests;
import dev.aichat.testing.DocsPage;
import dev.aichat.testing.DocsPage.Result;

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
		assertThat(new DocsPage(browser).operations(1)).contains("sendMessage");
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
		assertThat(new DocsPage(browser).operations(operations.size())).containsExactlyInAnyOrderElementsOf(operations)
			.containsSubsequence("register", "logIn", "logInAtToken", "sendMessage", "topUp", "getBalanceAtTokens");
		iconLoads();
		Chromium.screenshots(browser, "docs", "light", "dark");
		assertThat(Chromium.complaints(browser)).isEmpty();
	}

	@Test
	void authorizedPageCallsProtectedOperations() throws IOException {
		open("/api/docs");
		DocsPage docs = new DocsPage(browser);
		Result refused = docs.execute("getBalance");
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.json().get("code").stringValue()).isEqualTo("authentication_required");
		String person = """
				{"username": "browser", "password": "correct horse battery"}""";
		assertThat(docs.execute("register", person).status()).isEqualTo(201);
		Result loggedIn = docs.execute("logIn", person);
		assertThat(loggedIn.status()).isEqualTo(200);
		docs.authorize(loggedIn.json().get("token").stringValue());
		browser.navigate().refresh();
		Result chat = docs.execute("sendMessage", """
				{"message": "Hello from the page"}""");
		assertThat(chat.status()).isEqualTo(200);
		assertThat(chat.json().get("message").stringValue()).isEqualTo("Hello from the page");
		assertThat(chat.json().get("remaining_tokens").longValue()).isEqualTo(3900);
		assertThat(browser.findElements(By.cssSelector(".folded-error pre"))).isNotEmpty()
			.noneMatch(WebElement::isDisplayed);
		Chromium.screenshots(browser, "docs-authorized", "light", "dark");
		assertThat(Chromium.complaints(browser)).singleElement().asString().contains("status of 403");
	}

	private void iconLoads() {
		assertThat(browser.executeAsyncScript("""
				const icon = new Image();
				icon.onload = () => arguments[0](true);
				icon.onerror = () => arguments[0](false);
				icon.src = document.querySelector("link[rel=icon]").href;""")).isEqualTo(true);
	}

}
