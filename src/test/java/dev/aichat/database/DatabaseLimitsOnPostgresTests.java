package dev.aichat.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.OnPostgres;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Locked rows and slow statements cost a request, never the service. */
@OnPostgres
class DatabaseLimitsOnPostgresTests extends ServiceTests {

	@Autowired
	DataSource pool;

	@Autowired
	Flyway flyway;

	@Test
	void chatOfALockedUserIsRejectedWhileOthersAreAnswered() throws SQLException {
		Caller locked = this.client.newUser();
		Caller other = this.client.newUser();
		try (Connection outside = DriverManager.getConnection(OnPostgres.Server.URL, "postgres", "postgres")) {
			outside.createStatement().execute("SET idle_in_transaction_session_timeout = '10s'");
			outside.setAutoCommit(false);
			outside.createStatement().execute("SELECT id FROM users WHERE id = %d FOR UPDATE".formatted(locked.id()));
			assertThat(locked.chat("Hello").isProblem(503, "service_unavailable").header("Retry-After")).isNotEmpty();
			assertThat(other.chat("Hello").status()).isEqualTo(200);
			assertThat(this.client.get("/readyz").status()).isEqualTo(200);
		}
		assertThat(locked.chat("Hello").number("remaining_tokens")).isEqualTo(3900);
	}

	@Test
	void pooledConnectionsAreLimited() {
		assertThat(show(this.pool, "lock_timeout")).isEqualTo("1s");
		assertThat(show(this.pool, "statement_timeout")).isEqualTo("5s");
	}

	@Test
	void migrationsAreNotLimited() {
		DataSource migrations = this.flyway.getConfiguration().getDataSource();
		assertThat(show(migrations, "lock_timeout")).isEqualTo("0");
		assertThat(show(migrations, "statement_timeout")).isEqualTo("0");
	}

	@Test
	void zeroLeavesTheServersOwnLimit() {
		assertThat(new DatabaseSettings(Duration.ZERO, Duration.ofMillis(1500)).initSql())
			.isEqualTo("SET statement_timeout = 1500");
		assertThat(new DatabaseSettings(Duration.ZERO, Duration.ZERO).initSql()).isEmpty();
	}

	private static String show(DataSource source, String parameter) {
		return JdbcClient.create(source).sql("SHOW " + parameter).query(String.class).single();
	}

}
