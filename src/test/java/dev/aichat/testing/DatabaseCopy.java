package dev.aichat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A copy of the H2 database of a stopped {@link PackagedService}. Opening the original
 * would recover the file, which is the service's task.
 */
public final class DatabaseCopy implements AutoCloseable {

	private final SingleConnectionDataSource database;

	public DatabaseCopy(Path folder) {
		Path copy = folder.resolve("copy");
		try {
			Files.createDirectories(copy);
			Files.copy(folder.resolve("data/aichat.mv.db"), copy.resolve("aichat.mv.db"),
					StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.database = new SingleConnectionDataSource(
				"jdbc:h2:file:" + copy.resolve("aichat") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "aichat", "",
				true);
	}

	public Books books() {
		return new Books(JdbcClient.create(this.database));
	}

	@Override
	public void close() {
		this.database.close();
	}

}
