package dev.aichat.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Swagger UI, driven in a browser. */
public final class DocsPage {

	private final ChromeDriver browser;

	private final WebDriverWait wait;

	public DocsPage(ChromeDriver browser) {
		this.browser = browser;
		this.wait = new WebDriverWait(browser, Duration.ofSeconds(30), Duration.ofMillis(50));
	}

	/** The ids of the operations that are shown. */
	public List<String> operations(int atLeast) {
		this.wait.until(ExpectedConditions.numberOfElementsToBeMoreThan(By.className("opblock"), atLeast - 1));
		return this.browser.findElements(By.className("opblock"))
			.stream()
			.map((block) -> block.getDomAttribute("id"))
			.map((id) -> id.substring(id.lastIndexOf('-') + 1))
			.toList();
	}

	/** Opens an operation and executes it as it is. */
	public Result execute(String operation) {
		return execute(open(operation));
	}

	/** Opens an operation, replaces its body, and executes it. */
	public Result execute(String operation, String body) {
		WebElement block = open(operation);
		paste(visible(block, "textarea.body-param__text"), body);
		return execute(block);
	}

	/** Enters an access token. */
	public void authorize(String token) {
		click(By.cssSelector(".auth-wrapper > .authorize"));
		paste(this.wait.until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(".auth-container input"))),
				token);
		click(By.cssSelector(".modal-btn.authorize"));
		click(By.cssSelector(".modal-btn.btn-done"));
	}

	private WebElement open(String operation) {
		WebElement block = this.wait
			.until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(".opblock[id$='-" + operation + "']")));
		if (block.findElements(By.className("opblock-body")).isEmpty()) {
			block.findElement(By.className("opblock-summary-control")).click();
		}
		return block;
	}

	private Result execute(WebElement block) {
		visible(block, "button.execute").click();
		WebElement answer = visible(block, ".live-responses-table .response");
		return new Result(Integer.parseInt(answer.findElement(By.className("response-col_status")).getText().strip()),
				answer.findElement(By.cssSelector(".response-col_description .highlight-code code")).getText());
	}

	private WebElement visible(WebElement block, String selector) {
		return this.wait.until((browser) -> block.findElements(By.cssSelector(selector))
			.stream()
			.filter(WebElement::isDisplayed)
			.findFirst()
			.orElse(null));
	}

	/** All at once: the page draws itself anew for every key that is typed. */
	private void paste(WebElement field, String text) {
		field.sendKeys(Keys.chord(Keys.CONTROL, "a"));
		this.browser.executeCdpCommand("Input.insertText", Map.of("text", text));
	}

	private void click(By button) {
		this.wait.until(ExpectedConditions.elementToBeClickable(button)).click();
	}

	/**
	 * A response as the page shows it.
	 *
	 * @param status the status
	 * @param body the body
	 */
	public record Result(int status, String body) {

		public JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

	}

}
