package dev.aichat.chatpage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;

import org.springframework.util.function.ThrowingFunction;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** The chat page is small, strict about what it loads, and cached for good. */
class ChatPageTests extends ServiceTests {

	private static final Pattern ASSET = Pattern.compile("\"(/assets/[^\"]+)\"");

	private static final Path MODULES = Path.of("src/main/resources/pages/chat");

	@Test
	void pageRunsNothingInlineAndNothingFromElsewhere() {
		Answer page = this.client.get("/");
		assertThat(page.header("Content-Security-Policy"))
			.contains("default-src 'none'", "script-src 'self'", "style-src 'self'",
					"require-trusted-types-for 'script'")
			.doesNotContain("unsafe", "http", "data:", "*");
		assertThat(page.body()).doesNotContain("http:", "https:", "<style", "style=", "onclick", "{assets}")
			.doesNotContainPattern("<script(?!( type=\"module\")? src=\"/assets/)");
	}

	@Test
	void assetsAreImmutableBelowTheirHashAndNotFoundElsewhere() {
		String asset = assets().keySet()
			.stream()
			.filter((path) -> path.endsWith("/session.js"))
			.findFirst()
			.orElseThrow();
		Answer answer = this.client.get(asset);
		assertThat(answer.header("Cache-Control")).contains("max-age=31536000", "public", "immutable");
		assertThat(this.client.get(ofOtherVersion(asset)).isProblem(404, "not_found").header("Cache-Control"))
			.isEqualTo("no-store");
		this.client.get(asset.replaceFirst("[^/]+$", "marked.umd.js")).isProblem(404, "not_found");
		assertThat(this.client.get(asset, "Accept-Encoding", "gzip").header("Content-Encoding")).isEqualTo("gzip");
	}

	/** Lets a page of another version notice that its other assets are missing. */
	@Test
	void loaderIsServedToPagesOfOtherVersions() {
		String loader = assets().keySet().iterator().next().replaceFirst("[^/]+$", "loader.js");
		Answer answer = this.client.get(ofOtherVersion(loader));
		assertThat(answer.body()).isEqualTo(this.client.get(loader).body());
		assertThat(answer.header("Content-Type")).startsWith("text/javascript");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
	}

	@Test
	void pageNamesEveryModuleSoThatAllAreLoadedAtOnce() throws IOException {
		try (Stream<Path> modules = Files.list(MODULES)) {
			assertThat(assets().keySet().stream().map((path) -> path.replaceFirst(".*/", "")))
				.containsAll(modules.map((module) -> module.getFileName().toString()).toList());
		}
	}

	@Test
	void pageIsSmall() throws IOException {
		// HTML goes uncompressed
		int total = this.client.get("/").body().length();
		for (String text : assets().values()) {
			total += compressed(text);
		}
		assertThat(total).isLessThan(60 * 1024);
		try (Stream<Path> files = Files.list(MODULES)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".js"))
				.map(ThrowingFunction.of(Files::readAllLines))
				.mapToInt(List::size)
				.sum()).isLessThan(1200);
		}
	}

	private Map<String, String> assets() {
		Map<String, String> assets = new TreeMap<>();
		List<String> paths = ASSET.matcher(this.client.get("/").body())
			.results()
			.map((found) -> found.group(1))
			.toList();
		for (String path : paths) {
			Answer asset = this.client.get(path);
			assertThat(asset.status()).as(path).isEqualTo(200);
			assets.put(path, asset.body());
		}
		return assets;
	}

	private static String ofOtherVersion(String asset) {
		return asset.replaceFirst("/assets/[0-9a-f]+/", "/assets/0123/");
	}

	private static int compressed(String text) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.size();
	}

}
