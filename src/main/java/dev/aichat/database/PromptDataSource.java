package dev.aichat.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Opens a pool's connections. After a failure, the pool would try again by itself, in
 * ever longer pauses of up to 5 seconds, and notice only then that the database is back;
 * so its attempt is ended, and the next request begins another.
 */
class PromptDataSource extends DriverManagerDataSource {

	private final HikariDataSource pool;

	PromptDataSource(HikariDataSource pool, Properties connectionProperties) {
		super(pool.getJdbcUrl());
		connectionProperties.putAll(pool.getDataSourceProperties());
		setConnectionProperties(connectionProperties);
		this.pool = pool;
	}

	@Override
	protected Connection getConnectionFromDriver(Properties properties) throws SQLException {
		try {
			return super.getConnectionFromDriver(properties);
		}
		catch (SQLException ex) {
			if (this.pool.getHikariPoolMXBean() != null) {
				// The pool's thread takes this as the end of its attempt
				Thread.currentThread().interrupt();
			}
			throw ex;
		}
	}

}
