package dev.aichat.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts the installed Chromium. Without one the browser tests are skipped, unless
 * {@code -Dbrowser.required=true} is given.
 */
public final class Chromium {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome",
			"google-chrome-stable", "/Applications/Chromium.app/Contents/MacOS/Chromium",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

	private static final List<String> DRIVERS = List.of("chromedriver", "/usr/lib/chromium/chromedriver",
			"/usr/lib/chromium-browser/chromedriver");

	private static final List<String> USUAL_FOLDERS = List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin",
			"/snap/bin");

	private static final String ABSENT = "The browser tests need Chromium and chromedriver, which were not found here.";

	/** Logs a warning about every browser that is newer than Selenium. */
	private static final Logger LOG = Logger.getLogger("org.openqa.selenium");

	private Chromium() {
	}

	/** Returns whether Chromium is installed or required. */
	public static boolean isWanted() {
		boolean here = find(BROWSERS).isPresent() && find(DRIVERS).isPresent();
		if (!here) {
			System.err.println(ABSENT);
		}
		return here || Boolean.getBoolean("browser.required");
	}

	/**
	 * Starts Chromium.
	 * @param profile an empty folder for its profile
	 * @return the driver
	 */
	public static ChromeDriver start(Path profile) {
		File browser = find(BROWSERS).orElseThrow(() -> new IllegalStateException(ABSENT));
		File driver = find(DRIVERS).orElseThrow(() -> new IllegalStateException(ABSENT));
		LOG.setLevel(Level.SEVERE);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser);
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
				"--user-data-dir=" + profile);
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		return new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(driver).build(), options);
	}

	/** Returns the new errors of the browser's log, such as CSP violations. */
	public static List<String> complaints(ChromeDriver browser) {
		return browser.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().equals(Level.SEVERE))
			.map(LogEntry::getMessage)
			.toList();
	}

	/**
	 * Takes screenshots at the widths of a desktop and a phone, and checks that no view
	 * is wider.
	 * @param schemes {@code light} or {@code dark}
	 */
	public static void screenshots(ChromeDriver browser, String name, String... schemes) throws IOException {
		Files.createDirectories(SCREENSHOTS);
		for (Map.Entry<String, Integer> width : Map.of("wide", 1280, "narrow", 375).entrySet()) {
			fit(browser, name, width.getValue(), 1);
			for (String scheme : schemes) {
				browser.executeCdpCommand("Emulation.setEmulatedMedia",
						Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
								Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
				// unlike the bare command, this waits for no picture for ever
				Files.write(SCREENSHOTS.resolve("%s-%s-%s.png".formatted(name, scheme, width.getKey())),
						browser.getScreenshotAs(OutputType.BYTES));
			}
		}
		browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
	}

	/** Resizes the viewport, and checks that the view is not wider. */
	public static void fit(ChromeDriver browser, String name, int width, int scale) {
		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 1200, "deviceScaleFactor", scale, "mobile", false));
		assertThat((Long) browser.executeScript("return document.documentElement.scrollWidth")).as(name)
			.isEqualTo(width);
	}

	/** Finds the first of these programs that is installed. */
	public static Optional<File> find(List<String> names) {
		List<Path> folders = Stream
			.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
					USUAL_FOLDERS.stream())
			.filter((folder) -> !folder.isEmpty())
			.map(Path::of)
			.toList();
		return names.stream()
			.flatMap((name) -> folders.stream().map((folder) -> folder.resolve(name)))
			.filter(Files::isRegularFile)
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst();
	}

}
