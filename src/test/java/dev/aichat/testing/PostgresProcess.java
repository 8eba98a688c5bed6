package dev.aichat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.util.function.ThrowingConsumer;
import org.springframework.util.function.ThrowingSupplier;

import static org.awaitility.Awaitility.await;

/**
 * A PostgreSQL with a database {@code aichat}, which can be stopped in several ways and
 * started again.
 */
public final class PostgresProcess implements AutoCloseable {

	private final Path folder;

	private final int port = TestSocketUtils.findAvailableTcpPort();

	private EmbeddedPostgres server;

	/** Creates the database in a folder and starts the server. */
	public PostgresProcess(Path folder) {
		this.folder = folder;
		start();
		JdbcClient sql = JdbcClient.create(database("postgres"));
		sql.sql("CREATE ROLE aichat LOGIN").update();
		sql.sql("CREATE DATABASE aichat OWNER aichat").update();
	}

	/** Copies a stopped server to a folder and starts it as a replica. */
	private PostgresProcess(PostgresProcess primary, Path folder) {
		this.folder = folder;
		try (Stream<Path> files = Files.walk(primary.folder)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Files.copy(file, folder.resolve(primary.folder.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
			}
			Files.createFile(folder.resolve("standby.signal"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	/** Starts the server with settings such as {@code max_connections=20}. */
	public void start(String... settings) {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setDataDirectory(this.folder)
			.setCleanDataDirectory(false)
			.setServerConfig("synchronous_commit", "on")
			.setPort(this.port);
		Stream.of(settings)
			.map((setting) -> setting.split("=", 2))
			.forEach((setting) -> builder.setServerConfig(setting[0], setting[1]));
		this.server = ThrowingSupplier.of(builder::start).get();
	}

	/**
	 * Stops the server in fast mode: clients are disconnected, and a checkpoint is
	 * written.
	 */
	public void stop() {
		ThrowingConsumer.of(EmbeddedPostgres::close).accept(this.server);
	}

	/** Stops the server in immediate mode, as if it crashed. */
	public void abort() throws IOException {
		long pid = Long.parseLong(Files.readAllLines(this.folder.resolve("postmaster.pid")).get(0));
		new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start();
		await().until(() -> ProcessHandle.of(pid).isEmpty());
		this.server.close();
	}

	/** Stops this server, and starts it again with a synchronous replica. */
	public PostgresProcess replicate(Path replica) {
		stop();
		PostgresProcess copy = new PostgresProcess(this, replica);
		start("synchronous_standby_names=*");
		copy.start("primary_conninfo=host=127.0.0.1\\ user=postgres\\ port=" + this.port);
		return copy;
	}

	/** The database {@code aichat}, as a superuser. */
	public JdbcClient sql() {
		return JdbcClient.create(database("aichat"));
	}

	/** A connection to the database {@code aichat}, as a superuser. */
	public Connection connect() throws SQLException {
		return database("aichat").getConnection();
	}

	@Override
	public void close() {
		stop();
	}

	private DriverManagerDataSource database(String name) {
		return new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:%d/%s".formatted(this.port, name), "postgres",
				"");
	}

}
