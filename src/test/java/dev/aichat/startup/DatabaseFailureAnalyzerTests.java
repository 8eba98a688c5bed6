package dev.aichat.startup;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import dev.aichat.testing.OnPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The drivers' real failures are explained by the database's address and a sentence. */
class DatabaseFailureAnalyzerTests {

	private static final String SERVER = OnPostgres.Server.URL.replaceFirst("/postgres\\?.*", "/");

	private static final String HOST = SERVER.replaceFirst("^jdbc:postgresql://", "");

	@TempDir
	Path folder;

	@Test
	void refusedConnectionNamesHostAndPort() {
		explains("jdbc:postgresql://127.0.0.1:9/aichat?password=secret", "aichat",
				"The database at 127.0.0.1:9/aichat cannot be reached: ConnectException: Connection refused.");
	}

	@Test
	void unknownHostIsNamed() {
		explains("jdbc:postgresql://host.invalid/aichat", "aichat",
				"The database at host.invalid/aichat cannot be reached: UnknownHostException: host.invalid.");
	}

	@Test
	void unknownUserIsNamed() {
		explains(SERVER + "postgres", "mallory",
				"The database at %spostgres refused the user or the password: FATAL: role \"mallory\" does not exist."
					.formatted(HOST));
	}

	@Test
	void missingDatabaseIsNamed() {
		explains(SERVER + "missing", "postgres",
				"The database at %smissing does not exist: FATAL: database \"missing\" does not exist."
					.formatted(HOST));
	}

	@Test
	void missingRightIsNamed() throws SQLException {
		execute("CREATE ROLE reader LOGIN");
		explains(SERVER + "postgres", "reader", "CREATE TABLE public.notes (id INT)",
				"The user of the database at %spostgres lacks a right: ERROR: permission denied for schema public."
					.formatted(HOST));
		execute("DROP ROLE reader");
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
			explains("jdbc:h2:file:%s;MODE=PostgreSQL".formatted(this.folder.resolve("aichat")), "aichat",
					"The database file %s is in use by another process.".formatted(this.folder.resolve("aichat")));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 20_000 })
	void fileThatIsNoDatabaseIsNamed(int size) throws Exception {
		Files.writeString(this.folder.resolve("aichat.mv.db"), "x".repeat(size));
		explains("jdbc:h2:file:" + this.folder.resolve("aichat"), "aichat",
				"The database file %s cannot be read: ".formatted(this.folder.resolve("aichat")));
	}

	@Test
	void otherFailuresAreLeftToOthers() {
		explains(SERVER + "postgres", "postgres", "SELECT 1 / 0", null);
	}

	private static void explains(String url, String user, String description) {
		explains(url, user, "SELECT 1", description);
	}

	private static void explains(String url, String user, String statement, String description) {
		SQLException failure = catchThrowableOfType(SQLException.class, () -> execute(url, user, statement));
		var analysis = new DatabaseFailureAnalyzer(new MockEnvironment().withProperty("spring.datasource.url", url))
			.analyze(new IllegalStateException("wrapped", failure));
		if (description == null) {
			assertThat(analysis).isNull();
			return;
		}
		assertThat(analysis.getDescription()).startsWith(description).endsWith(".").doesNotContain("\n");
		assertThat(analysis.getAction()).endsWith(".");
	}

	private static void execute(String statement) throws SQLException {
		execute(SERVER + "postgres", "postgres", statement);
	}

	private static void execute(String url, String user, String statement) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url, user, "");
				Statement prepared = connection.createStatement()) {
			prepared.execute(statement);
		}
	}

}
