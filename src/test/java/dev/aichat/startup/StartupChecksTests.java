package dev.aichat.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Unfit settings are rejected before any bean, and the H2 database is private. */
class StartupChecksTests {

	private static final String IN_MEMORY = "spring.datasource.url=jdbc:h2:mem:checks";

	/** Reads the files that the service reads, and makes no other bean. */
	private final ApplicationContextRunner defaults = new ApplicationContextRunner()
		.withInitializer(new ConfigDataApplicationContextInitializer())
		.withUserConfiguration(StartupChecks.class);

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgres://db:5432/aichat", "postgresql://db:5432/aichat",
			"jdbc:postgresql:/db:5432:aichat", "jdbc:mysql://db/aichat", "" })
	void mistypedUrlIsRejected(String url) {
		isRejected("spring.datasource.url is not an address of PostgreSQL or H2: %s.".formatted(url),
				"spring.datasource.url=" + url);
	}

	@Test
	void rejectedUrlIsShownWithoutPassword() {
		isRejected("spring.datasource.url is not an address of PostgreSQL or H2: jdbc:postgres://db/aichat.",
				"spring.datasource.url=jdbc:postgres://db/aichat?password=secret");
	}

	@Test
	void contextPathIsRejected() {
		isRejected("server.servlet.context-path is /ai, but the service works only at the root of its host.", IN_MEMORY,
				"server.servlet.context-path=/ai");
	}

	@Test
	void poolWithoutAutoCommitIsRejected() {
		isRejected("spring.datasource.hikari.auto-commit is false, but replies are stored by statements that commit by "
				+ "themselves.", IN_MEMORY, "spring.datasource.hikari.auto-commit=false");
	}

	@Test
	void rootAsContextPathIsAccepted() {
		this.defaults.withPropertyValues(IN_MEMORY, "server.servlet.context-path=/")
			.run((started) -> assertThat(started).hasNotFailed());
	}

	@Test
	void samePortTwiceIsRejected() {
		isRejected("server.port and management.server.port are both 8001.", IN_MEMORY, "server.port=8001");
	}

	@Test
	void twoFreePortsAreAccepted() {
		this.defaults.withPropertyValues(IN_MEMORY, "server.port=0", "management.server.port=0")
			.run((started) -> assertThat(started).hasNotFailed());
	}

	@Test
	void newH2DatabaseIsPrivateToItsOwner() throws Exception {
		Path database = this.folder.resolve("data/aichat");
		String url = "jdbc:h2:file:" + database;
		this.defaults.withPropertyValues("spring.datasource.url=" + url)
			.run((started) -> assertThat(started).hasNotFailed());
		DriverManager.getConnection(url).close();
		assertThat(permissions(database.getParent())).isEqualTo("rwx------");
		assertThat(permissions(this.folder.resolve("data/aichat.mv.db"))).isEqualTo("rw-------");
	}

	@Test
	void existingH2FolderKeepsItsPermissions() throws IOException {
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxr-x---"));
		this.defaults
			.withPropertyValues(
					"spring.datasource.url=jdbc:h2:file:%s;MODE=PostgreSQL".formatted(this.folder.resolve("aichat")))
			.run((started) -> assertThat(started).hasNotFailed());
		assertThat(permissions(this.folder)).isEqualTo("rwxr-x---");
		assertThat(permissions(this.folder.resolve("aichat.mv.db"))).isEqualTo("rw-------");
	}

	/** Without it, H2 loses acknowledged commits when the process is killed. */
	@Test
	void defaultDatabaseWritesWithoutDelay() {
		this.defaults.withPropertyValues(IN_MEMORY).run((started) -> {
			String url = String.valueOf(started.getEnvironment()
				.getPropertySources()
				.stream()
				.filter((source) -> source.getName().contains("application.yaml"))
				.map((source) -> source.getProperty("spring.datasource.url"))
				.filter((value) -> value != null)
				.findFirst()
				.orElseThrow());
			assertThat(setting("WRITE_DELAY", url.replace("./data", this.folder.toString()))).isEqualTo("0");
		});
	}

	private void isRejected(String sentence, String... properties) {
		this.defaults.withPropertyValues(properties)
			.run((failed) -> assertThat(failed).getFailure()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessage(sentence));
	}

	private static String setting(String name, String url) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url, "aichat", "");
				ResultSet row = connection.createStatement()
					.executeQuery("SELECT setting_value FROM information_schema.settings WHERE setting_name = '%s'"
						.formatted(name))) {
			assertThat(row.next()).isTrue();
			return row.getString(1);
		}
	}

	private static String permissions(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

}
