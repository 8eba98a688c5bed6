package dev.aichat.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

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

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					spring.datasource.url=jdbc:postgres://db/aichat?password=secret | spring.datasource.url is not an address of PostgreSQL or H2: jdbc:postgres://db/aichat.
					server.servlet.context-path=/ai | server.servlet.context-path is /ai, but the service works only at the root of its host.
					spring.datasource.hikari.auto-commit=false | spring.datasource.hikari.auto-commit is false, but replies are stored by statements that commit by themselves.
					server.port=8001 | server.port and management.server.port are both 8001.""")
	void unfitSettingIsRejected(String property, String sentence) {
		isRejected(sentence, IN_MEMORY, property);
	}

	@ParameterizedTest
	@ValueSource(strings = { "server.servlet.context-path=/", "server.port=0,management.server.port=0" })
	void rootAsContextPathAndTwoFreePortsAreAccepted(String properties) {
		this.defaults.withPropertyValues(IN_MEMORY)
			.withPropertyValues(properties.split(","))
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
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ClassPathResource("application.yaml"));
		String url = yaml.getObject().getProperty("spring.datasource.url").replace("./data", this.folder.toString());
		assertThat(JdbcClient.create(new DriverManagerDataSource(url, "aichat", ""))
			.sql("SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'")
			.query(String.class)
			.single()).isEqualTo("0");
	}

	private void isRejected(String sentence, String... properties) {
		this.defaults.withPropertyValues(properties)
			.run((failed) -> assertThat(failed).getFailure()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessage(sentence));
	}

	private static String permissions(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

}
