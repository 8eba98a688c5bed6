package dev.aichat.chatpage;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The chat page, driven in a browser. */
record ChatPage(ChromeDriver browser) {

	static final String PASSWORD = "correct horse battery";

	/** Opens the page anew, in the current tab. */
	void open(URI address) {
		this.browser.get("about:blank");
		this.browser.get(address.toString());
	}

	void signUp(String username) {
		fill("#username", username);
		fill("#password", PASSWORD);
		click("Sign up", "button");
		find("textarea");
	}

	void logIn(String username) {
		click("Log in", "a");
		fill("#username", username);
		fill("#password", PASSWORD);
		click("Log in", "button");
		find("textarea");
	}

	/** Sends a message with the keyboard. */
	void send(String message) {
		WebElement field = find("textarea");
		field.sendKeys(message);
		field.sendKeys(Keys.ENTER);
	}

	void fill(String selector, String text) {
		WebElement field = find(selector);
		field.clear();
		field.sendKeys(text);
	}

	/** Clicks on the visible button or link with a text. */
	void click(String text, String tag) {
		By by = By.xpath("//%s[normalize-space()='%s']".formatted(tag, text));
		await(() -> this.browser.findElements(by)
			.stream()
			.filter((element) -> element.isDisplayed() && element.isEnabled())
			.findFirst()
			.orElse(null)).click();
	}

	/** Waits for a visible element. */
	WebElement find(String selector) {
		return await(() -> visible(selector).stream().findFirst().orElse(null));
	}

	List<WebElement> visible(String selector) {
		return this.browser.findElements(By.cssSelector(selector)).stream().filter(WebElement::isDisplayed).toList();
	}

	/** Waits until the last of the visible elements shows a text. */
	void awaitText(String selector, String text) {
		await(() -> {
			List<WebElement> found = visible(selector);
			return (!found.isEmpty() && found.get(found.size() - 1).getText().contains(text)) ? found : null;
		});
	}

	/** Waits until an element shows anything else. */
	void awaitOtherText(String selector, String text) {
		await(() -> find(selector).getText().equals(text) ? null : text);
	}

	void awaitReply(String text) {
		awaitText(".reply", text);
	}

	void awaitBalance(String text) {
		await(() -> find(".balance").getText().equals(text) ? text : null);
	}

	/** Waits until all replies have ended. */
	void awaitEnd() {
		awaitNo(".arriving");
	}

	/** Waits until a script returns true. */
	void awaitTrue(String script) {
		await(() -> Boolean.TRUE.equals(run(script)) ? script : null);
	}

	void awaitNo(String selector) {
		await(() -> visible(selector).isEmpty() ? this : null);
	}

	/** Types into whatever has the focus. */
	void type(CharSequence... keys) {
		new Actions(this.browser).sendKeys(keys).perform();
	}

	void typeBackTab() {
		new Actions(this.browser).keyDown(Keys.SHIFT).sendKeys(Keys.TAB).keyUp(Keys.SHIFT).perform();
	}

	WebElement focus() {
		return this.browser.switchTo().activeElement();
	}

	/** Opens a new tab, which knows nothing of the others, and returns its handle. */
	String openTab(URI address) {
		this.browser.switchTo().newWindow(WindowType.TAB);
		this.browser.get(address.toString());
		return this.browser.getWindowHandle();
	}

	void closeOtherTabs() {
		List<String> tabs = List.copyOf(this.browser.getWindowHandles());
		for (String tab : tabs.subList(1, tabs.size())) {
			this.browser.switchTo().window(tab).close();
		}
		this.browser.switchTo().window(tabs.get(0));
	}

	/** Scrolls up until a message is there. */
	void scrollTo(String message) {
		await(() -> {
			run("window.scrollTo(0, 0)");
			return visible(".said").stream().anyMatch((said) -> said.getText().equals(message)) ? message : null;
		});
	}

	Object run(String script, Object... arguments) {
		return this.browser.executeScript(script, arguments);
	}

	private <T> T await(Supplier<T> condition) {
		return new WebDriverWait(this.browser, Duration.ofSeconds(15), Duration.ofMillis(20))
			.ignoring(StaleElementReferenceException.class)
			.withMessage(() -> this.browser.findElement(By.tagName("body")).getText())
			.until((any) -> condition.get());
	}

}
