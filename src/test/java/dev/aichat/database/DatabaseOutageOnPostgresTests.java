package dev.aichat.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ConsoleClient;
import dev.aichat.testing.LogLines;
import dev.aichat.testing.OnPostgres;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Without the database, every request is answered 503, and soon after it as before. */
@OnPostgres
class DatabaseOutageOnPostgresTests extends ServiceTests {

	@RegisterExtension
	final LogLines log = new LogLines();

	@Autowired
	DataSource pool;

	@AfterEach
	void connect() {
		onServer("ALTER DATABASE postgres ALLOW_CONNECTIONS true");
	}

	@Test
	void requestsAreRejectedWhileTheDatabaseIsUnavailableAndSucceedSoonAfter() throws SQLException {
		Caller user = this.client.newUser();
		user.chat("Before");
		ConsoleClient console = new ConsoleClient(this.client);
		console.signIn(this.admins.newAdmin().username(), "correct horse battery");
		onServer("ALTER DATABASE postgres ALLOW_CONNECTIONS false",
				"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'");
		List<Answer> answers = Concurrently.run(8, (i) -> switch (i) {
			case 0 -> this.client.post("/api/login", Client.credentials(user.username()));
			case 1 -> this.client.post("/api/register", Client.credentials("nobody"));
			case 2 -> console.open("/admin");
			case 3 -> user.chat("During", "Accept", "text/event-stream");
			default -> user.get("/api/balance");
		});
		assertThat(answers).allSatisfy((answer) -> {
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.header("Retry-After")).isEqualTo("1");
			assertThat(answer.body()).contains("The service is busy, try again soon.");
		});
		assertThat(answers.get(2).header("Content-Type")).startsWith("text/html");
		assertThat(this.client.get("/readyz").status()).isEqualTo(503);
		assertThat(this.client.get("/livez").status()).isEqualTo(200);
		assertThat(this.log.text()).doesNotContain("\tat ").contains("The database is not available");
		// Within half a second of its last use, the pool does not notice that a
		// connection is dead
		HikariPoolMXBean connections = this.pool.unwrap(HikariDataSource.class).getHikariPoolMXBean();
		while (connections.getTotalConnections() > 0) {
			assertThat(user.get("/api/balance").status()).isEqualTo(503);
		}
		onServer("ALTER DATABASE postgres ALLOW_CONNECTIONS true");
		long start = System.nanoTime();
		Answer after = user.get("/api/balance");
		assertThat(after.status()).as(after.body()).isEqualTo(200);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
	}

	private static void onServer(String... statements) {
		String url = OnPostgres.Server.URL.replace("/postgres?", "/template1?");
		JdbcTemplate sql = new JdbcTemplate(new DriverManagerDataSource(url, "postgres", "postgres"));
		Stream.of(statements).forEach(sql::execute);
	}

}
