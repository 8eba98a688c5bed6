package dev.aichat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import dev.aichat.testing.Books;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.DatabaseCopy;
import dev.aichat.testing.OnPostgres;
import dev.aichat.testing.PackagedService;

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
		Concurrently.run(CLIENTS + 1, (i) -> {
			if (i < CLIENTS) {
				this.clients.get(i).chatUntilKilled(service.client(), answered);
			}
			else {
				await().atMost(ANSWERED_WITHIN).until(() -> answered.get() >= chats);
				service.kill();
			}
			return i;
		});
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
				answered(), kills * CLIENTS, refunded, pending);
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

	/** A client that records every reply, across restarts of the service. */
	private static final class RecordingClient {

		private final Caller user;

		/** The messages with their replies, by the chats' ids. */
		private final Map<String, String> answered = new HashMap<>();

		/** Registers, logs in and tops up for many chats. */
		RecordingClient(Client client) {
			this.user = client.newUser();
			assertThat(this.user.post("/api/top-up", Map.of("tokens", 1_000_000)).status()).isEqualTo(200);
		}

		/**
		 * Chats without pause until the service is killed.
		 * @param client the way to the service
		 * @param counter counts the replies
		 */
		void chatUntilKilled(Client client, AtomicInteger counter) {
			Caller caller = at(client);
			try {
				while (true) {
					Answer answer = caller.chat("Message %d of %s".formatted(answered(), this.user.username()));
					assertThat(answer.status()).as(answer.body()).isEqualTo(200);
					this.answered.put(answer.text("id"), exchange(answer.json()));
					counter.incrementAndGet();
				}
			}
			catch (UncheckedIOException ex) {
				// Killed
			}
		}

		/** The number of answered chats. */
		int answered() {
			return this.answered.size();
		}

		/** The answered chats that the history lacks, or has with another text. */
		Collection<String> lost(Client client) {
			Map<String, String> lost = new HashMap<>(this.answered);
			for (JsonNode chat : history(client)) {
				if (chat.get("state").stringValue().equals("ANSWERED")) {
					lost.remove(chat.get("id").stringValue(), exchange(chat));
				}
			}
			return lost.values();
		}

		/** The number of chats in a state, by the API. */
		long count(Client client, String state) {
			return history(client).stream().filter((chat) -> chat.get("state").stringValue().equals(state)).count();
		}

		private List<JsonNode> history(Client client) {
			return at(client).all("/api/chat", 100);
		}

		private Caller at(Client client) {
			return new Caller(client, this.user.id(), this.user.username(), this.user.token());
		}

		private static String exchange(JsonNode chat) {
			return chat.get("message").stringValue() + " → " + chat.get("response").stringValue();
		}

	}

}
