package dev.aichat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import dev.aichat.testing.Books;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.DatabaseCopy;
import dev.aichat.testing.OnPostgres;
import dev.aichat.testing.PackagedService;
import dev.aichat.testing.RecordingClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills the packaged service while clients chat. Answered chats stay answered, all others
 * are refunded, and a spent refresh token stays spent. {@code ./mvnw verify -Pcrash} runs
 * these.
 */
@Tag("crash")
class CrashTests {

	private static final int CLIENTS = 8;

	private static final Map<String, String> SETTINGS = Map.of("AICHAT_AI_PROVIDER", "echo", "AICHAT_AI_DEADLINE", "1s",
			"AICHAT_RATE_LIMIT_ENABLED", "false", "AICHAT_JWT_REFRESH_LEEWAY", "1m");

	private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(50);

	/** The rest of a lease, and a sweep. */
	private static final Duration REFUNDED_WITHIN = Duration.ofSeconds(30);

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	Path folder;

	private final List<RecordingClient> clients = new ArrayList<>();

	private int cutOff;

	@Test
	void answeredChatsSurviveKillsOnH2() throws IOException {
		killOften(5, SETTINGS, this::assertInvariantsOfCopy);
	}

	@Test
	void answeredChatsSurviveKillsOnPostgres() throws IOException {
		killOften(3, onPostgres(), CrashTests::assertInvariantsOfServer);
	}

	@Test
	void refreshTokensAreAnsweredAsBeforeAfterAKillOnH2() throws IOException {
		killBetweenRefreshes(SETTINGS);
	}

	@Test
	void refreshTokensAreAnsweredAsBeforeAfterAKillOnPostgres() throws IOException {
		killBetweenRefreshes(onPostgres());
	}

	private void killBetweenRefreshes(Map<String, String> settings) throws IOException {
		String spent;
		String kept;
		Answer latest;
		try (PackagedService service = PackagedService.start(this.folder, settings)) {
			String username = service.client().newUser().username();
			spent = logIn(service.client(), username).text("refresh");
			kept = logIn(service.client(), username).text("refresh");
			latest = refresh(service.client(), spent);
			assertThat(latest.status()).isEqualTo(200);
		}
		try (PackagedService service = PackagedService.start(this.folder, settings)) {
			assertThat(balance(service.client(), latest).status()).isEqualTo(200);
			assertThat(refresh(service.client(), spent).text("refresh")).isEqualTo(latest.text("refresh"));
			assertThat(refresh(service.client(), latest.text("refresh")).status()).isEqualTo(200);
			refresh(service.client(), spent).isProblem(401, "refresh_token_reused");
			balance(service.client(), latest).isProblem(403, "invalid_token");
			assertThat(refresh(service.client(), kept).status()).isEqualTo(200);
		}
	}

	private static Map<String, String> onPostgres() {
		Map<String, String> settings = new HashMap<>(SETTINGS);
		settings.put("SPRING_DATASOURCE_URL", OnPostgres.Server.URL);
		settings.put("SPRING_DATASOURCE_USERNAME", "postgres");
		settings.put("SPRING_DATASOURCE_PASSWORD", "postgres");
		return settings;
	}

	private static Answer logIn(Client client, String username) {
		return client.post("/api/login", Client.credentials(username));
	}

	private static Answer refresh(Client client, String refreshToken) {
		return client.post("/api/token/refresh", Map.of("refresh", refreshToken));
	}

	private static Answer balance(Client client, Answer loggedIn) {
		return client.get("/api/balance", "Authorization", "Bearer " + loggedIn.text("access"));
	}

	private void killOften(int times, Map<String, String> settings, Runnable balance) throws IOException {
		for (int kill = 1; kill <= times; kill++) {
			try (PackagedService service = PackagedService.start(this.folder, settings)) {
				assertNothingIsLost(service.client());
				while (this.clients.size() < CLIENTS) {
					this.clients.add(new RecordingClient(service.client()));
				}
				chatAndKill(service, 300 * kill);
			}
			balance.run();
		}
		try (PackagedService service = PackagedService.start(this.folder, settings)) {
			assertNothingIsLost(service.client());
			long pending = count(service.client(), "PENDING");
			await().atMost(REFUNDED_WITHIN).until(() -> count(service.client(), "PENDING") == 0);
			report(times, pending, count(service.client(), "REFUNDED"));
			service.stop();
		}
		balance.run();
	}

	private void chatAndKill(PackagedService service, int chats) {
		AtomicInteger answered = new AtomicInteger();
		this.cutOff += Concurrently.run(CLIENTS + 1, (i) -> {
			if (i < CLIENTS) {
				return this.clients.get(i).chatUntilKilled(service.client(), answered);
			}
			await().atMost(ANSWERED_WITHIN).until(() -> answered.get() >= chats);
			service.kill();
			return 0;
		}).stream().mapToInt(Integer::intValue).sum();
	}

	private void assertNothingIsLost(Client client) {
		List<String> lost = this.clients.stream().flatMap((each) -> each.lost(client).stream()).toList();
		assertThat(lost).as("%d of %d answered chats are lost", lost.size(), answered()).isEmpty();
	}

	private int answered() {
		return this.clients.stream().mapToInt(RecordingClient::answered).sum();
	}

	private long count(Client client, String state) {
		return this.clients.stream().mapToLong((each) -> each.count(client, state)).sum();
	}

	private void report(int kills, long pending, long refunded) {
		System.out.printf(
				"%d kills: %d chats answered and found again, %d cut off, of which %d refunded, %d in the end%n", kills,
				answered(), this.cutOff, refunded, pending);
	}

	private void assertInvariantsOfCopy() {
		try (DatabaseCopy copy = new DatabaseCopy(this.folder)) {
			copy.books().balance();
		}
	}

	/** Waits first for the statements of the killed service to end. */
	private static void assertInvariantsOfServer() {
		try (SingleConnectionDataSource database = new SingleConnectionDataSource(OnPostgres.Server.URL, "postgres",
				"postgres", true)) {
			Books books = new Books(JdbcClient.create(database));
			await().until(() -> books.number("SELECT COUNT(*) FROM pg_stat_activity "
					+ "WHERE datname = current_database() AND pid <> pg_backend_pid()") == 0);
			books.balance();
		}
	}

}
