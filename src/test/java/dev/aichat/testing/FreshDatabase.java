package dev.aichat.testing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.function.ThrowingSupplier;

/** An empty database with all migrations, for tests without a Spring context. */
public final class FreshDatabase implements AutoCloseable {

	private final SingleConnectionDataSource source;

	/** Creates a database of H2 in memory. */
	public FreshDatabase() {
		this("jdbc:h2:mem:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;USER=aichat;PASSWORD=".formatted(UUID.randomUUID()),
				"public");
	}

	private FreshDatabase(String url, String schema) {
		this.source = new SingleConnectionDataSource(url, true);
		template().execute("CREATE SCHEMA IF NOT EXISTS " + schema);
		new ResourceDatabasePopulator(migrations()).execute(this.source);
	}

	/** Creates a schema of its own on the PostgreSQL of the test run. */
	public static FreshDatabase onPostgres() {
		String schema = "fresh" + UUID.randomUUID().toString().replace("-", "");
		return new FreshDatabase(OnPostgres.Server.URL + "&currentSchema=" + schema, schema);
	}

	public JdbcClient sql() {
		return JdbcClient.create(this.source);
	}

	public JdbcTemplate template() {
		return new JdbcTemplate(this.source);
	}

	public TransactionTemplate transaction() {
		return new TransactionTemplate(new JdbcTransactionManager(this.source));
	}

	/** Adds a user without an opening balance. */
	public long newUser() {
		String name = UUID.randomUUID().toString();
		sql().sql("""
				INSERT INTO users (username, username_key, password_hash, role, enabled, created_at)
				VALUES (?, ?, 'none', 'USER', TRUE, CURRENT_TIMESTAMP)""").params(name, name).update();
		return number("SELECT id FROM users WHERE username = ?", name);
	}

	public void change(String statement, Object... parameters) {
		sql().sql(statement).params(parameters).update();
	}

	public long number(String query, Object... parameters) {
		return sql().sql(query).params(parameters).query(Long.class).single();
	}

	@Override
	public void close() {
		this.source.destroy();
	}

	private static Resource[] migrations() {
		Resource[] scripts = ThrowingSupplier
			.of(() -> new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/V*.sql"))
			.get();
		Arrays.sort(scripts, Comparator.comparingInt(FreshDatabase::version));
		return scripts;
	}

	private static int version(Resource script) {
		return Integer.parseInt(String.valueOf(script.getFilename()).replaceFirst("^V(\\d+)__.*$", "$1"));
	}

}
