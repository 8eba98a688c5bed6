package dev.aichat.startup;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;

import dev.aichat.testing.OnPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** The drivers' real failures are explained by the database's address and a sentence. */
class DatabaseFailureAnalyzerTests {

	private static final String SERVER = OnPostgres.Server.URL.replaceFirst("/postgres\\?.*", "/");

	private static final String HOST = SERVER.replaceFirst("^jdbc:postgresql://", "");

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					127.0.0.1:9/aichat?password=secret | aichat   | SELECT 1 | The database at 127.0.0.1:9/aichat cannot be reached: ConnectException: Connection refused.
					host.invalid/aichat                | aichat   | SELECT 1 | The database at host.invalid/aichat cannot be reached: UnknownHostException: host.invalid.
					{host}postgres                     | mallory  | SELECT 1 | The database at {host}postgres refused the user or the password: FATAL: role "mallory" does not exist.
					{host}missing                      | postgres | SELECT 1 | The database at {host}missing does not exist: FATAL: database "missing" does not exist.
					{host}postgres                     | postgres | CREATE TEMP TABLE twice (id INT); CREATE TEMP TABLE twice (id INT) | The schema at {host}postgres contains a table of another application: ERROR: relation "twice" already exists.
					{host}postgres                     | postgres | SELECT 1 / 0 |""")
	void failureOfPostgresIsExplainedOrLeftToOthers(String address, String user, String statement,
			@Nullable String description) {
		explains("jdbc:postgresql://" + address.replace("{host}", HOST), user, statement,
				(description != null) ? description.replace("{host}", HOST) : null);
	}

	@Test
	void missingRightIsNamed() {
		execute(SERVER + "postgres", "postgres", "CREATE ROLE reader LOGIN");
		explains(SERVER + "postgres", "reader", "CREATE TABLE public.notes (id INT)",
				"The user of the database at %spostgres lacks a right: ERROR: permission denied for schema public."
					.formatted(HOST));
		execute(SERVER + "postgres", "postgres", "DROP ROLE reader");
	}

	@Test
	void tableOfAnotherApplicationIsNamed() {
		explains(SERVER + "postgres", "postgres",
				"CREATE TEMPORARY TABLE twice (id INT); CREATE TEMPORARY TABLE twice (id INT)",
				"The schema at %spostgres contains a table of another application: ERROR: relation \"twice\" already exists."
					.formatted(HOST));
	}

	@Test
	void lockedFileIsNamed() throws Exception {
		Path file = this.folder.resolve("aichat.mv.db");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			assertThat(channel.lock()).isNotNull();
			explains("jdbc:h2:file:%s;MODE=PostgreSQL".formatted(this.folder.resolve("aichat")), "aichat", "SELECT 1",
					"The database file %s is in use by another process.".formatted(this.folder.resolve("aichat")));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 20_000 })
	void fileThatIsNoDatabaseIsNamed(int size) throws Exception {
		Files.writeString(this.folder.resolve("aichat.mv.db"), "x".repeat(size));
		explains("jdbc:h2:file:" + this.folder.resolve("aichat"), "aichat", "SELECT 1",
				"The database file %s cannot be read: ".formatted(this.folder.resolve("aichat")));
	}

	private static void explains(String url, String user, String statement, @Nullable String description) {
		Throwable failure = catchThrowable(() -> execute(url, user, statement));
		var analysis = new DatabaseFailureAnalyzer(new MockEnvironment().withProperty("spring.datasource.url", url))
			.analyze(new IllegalStateException("wrapped", failure));
		if (description == null) {
			assertThat(analysis).isNull();
			return;
		}
		assertThat(analysis.getDescription()).startsWith(description).endsWith(".").doesNotContain("\n");
		assertThat(analysis.getAction()).endsWith(".");
	}

	private static void execute(String url, String user, String statement) {
		new JdbcTemplate(new DriverManagerDataSource(url, user, "")).execute(statement);
	}

}
