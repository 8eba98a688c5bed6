package dev.aichat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The database that a {@link PackagedService} left in its folder; a copy of it, so that
 * recovering the file is left to the service.
 */
public final class DatabaseCopy implements AutoCloseable {

	private final SingleConnectionDataSource database;

	public DatabaseCopy(Path folder) {
		Path remains = folder.resolve("remains");
		try {
			Files.createDirectories(remains);
			Files.copy(folder.resolve("data/aichat.mv.db"), remains.resolve("aichat.mv.db"),
					StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.database = new SingleConnectionDataSource(
				"jdbc:h2:file:" + remains.resolve("aichat") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "aichat", "",
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
