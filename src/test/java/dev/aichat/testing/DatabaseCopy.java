package dev.aichat.testing;

import java.nio.file.Path;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.function.ThrowingConsumer;

/**
 * A copy of the H2 database of a stopped {@link PackagedService}. Opening the original
 * would recover the file, which is the service's task.
 */
public final class DatabaseCopy implements AutoCloseable {

	private final SingleConnectionDataSource database;

	public DatabaseCopy(Path folder) {
		Path copy = folder.resolve("copy");
		ThrowingConsumer.<Path>of((data) -> FileSystemUtils.copyRecursively(data, copy)).accept(folder.resolve("data"));
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
