package dev.aichat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.OnPostgres;
import dev.aichat.testing.PackagedService;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service does not depend on its host: neither on the locale, nor on the time zone,
 * nor on an empty schema. Its settings may come from the environment.
 */
class HostTests {

	@TempDir
	Path folder;

	@Test
	void serviceWorksInTurkishWithAZoneThatPostgresDoesNotKnow() throws Exception {
		String url = OnPostgres.Server.URL.replace("/postgres?", "/host?");
		execute(OnPostgres.Server.URL, "CREATE DATABASE host");
		execute(url, "CREATE TABLE foreign_table (id INT)");
		try (PackagedService service = start(url)) {
			Client client = service.client();
			Caller user = client.newUser("INCI");
			assertThat(client.post("/api/login", Client.credentials("inci")).status()).isEqualTo(200);
			assertThat(user.chat("Merhaba").number("remaining_tokens")).isEqualTo(3930);
			assertThat(user.get("/api/ledger").json().get("items")).hasSize(2);
			assertThat(user.get("/api/nothing").status()).isEqualTo(404);
			assertThat(service.log().lines().filter((line) -> line.contains("[           main]"))).last()
				.asString()
				.endsWith("Ready at %1$s, Swagger UI at %1$s/api/docs, console at %1$s/admin"
					.formatted("http://localhost:" + client.uri("").getPort()));
			assertThat(client.get("/api/pricing").number("price")).isEqualTo(70);
			assertThat(client.get("/api/schema").body()).contains("a message costs 70", "for 70 tokens");
			assertThat(service.log()).doesNotContain(" WARN ", " ERROR ");
		}
	}

	private PackagedService start(String url) throws IOException {
		return PackagedService.start(this.folder,
				Map.of("JDK_JAVA_OPTIONS", "-Duser.language=tr -Duser.country=TR -Duser.timezone=VST",
						"SPRING_DATASOURCE_URL", url, "SPRING_DATASOURCE_USERNAME", "postgres",
						"SPRING_DATASOURCE_PASSWORD", "postgres", "AICHAT_TOKENS_PRICE", "70", "SERVER_ADDRESS", ""));
	}

	private static void execute(String url, String statement) {
		JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres")).sql(statement).update();
	}

}
