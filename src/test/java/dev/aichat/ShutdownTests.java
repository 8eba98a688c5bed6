package dev.aichat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.DatabaseCopy;
import dev.aichat.testing.Events;
import dev.aichat.testing.Events.Event;
import dev.aichat.testing.PackagedService;
import dev.aichat.testing.Provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sends {@code SIGTERM} to the packaged service while chats wait for the AI.
 * {@code ./mvnw verify -Pcrash} runs these.
 */
@Tag("crash")
class ShutdownTests {

	private static final int CHATS = 50;

	private static final JsonMapper JSON = new JsonMapper();

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	Path folder;

	private final CountDownLatch ending = new CountDownLatch(1);

	/** In turn: answered in time or never, as JSON or as events. */
	@Test
	void chatsInFlightAreAnsweredOrRefundedOnShutdown() throws IOException {
		try (Provider provider = provider(); PackagedService service = start(provider)) {
			List<Caller> users = Stream.generate(service.client()::newUser).limit(5).toList();
			Concurrently.run(CHATS + 1, (i) -> {
				if (i == CHATS) {
					Awaitility.await().atMost(LIMIT).until(() -> provider.answering() == CHATS);
					end(service);
				}
				else if (i % 4 == 0) {
					isAnswered(users.get(i % 5).chat("Slow " + i));
				}
				else if (i % 4 == 1) {
					isAnsweredInEvents(users.get(i % 5).chat("Slow " + i, "Accept", "text/event-stream"));
				}
				else if (i % 4 == 2) {
					isRefunded(users.get(i % 5).chat("Never " + i));
				}
				else {
					isRefundedInEvents(users.get(i % 5).chat("Never " + i, "Accept", "text/event-stream"));
				}
				return i;
			});
			// 128 + SIGTERM
			assertThat(service.exitCode()).isEqualTo(143);
			isStructured(service.log());
		}
		try (DatabaseCopy copy = new DatabaseCopy(this.folder)) {
			copy.books().balance();
			assertThat(copy.books().sql().sql("""
					SELECT kind || ' ' || state || ' ' || COUNT(*)
					FROM (SELECT REGEXP_REPLACE(message, ' .*', '') AS kind, state FROM chats) AS chats
					GROUP BY kind, state""").query(String.class).list()).containsExactlyInAnyOrder("Slow ANSWERED 26",
					"Never REFUNDED 24");
		}
	}

	private Provider provider() {
		Provider provider = new Provider();
		for (int i = 0; i < CHATS; i++) {
			provider.answer("Slow " + i, (call) -> {
				call.begin();
				call.delta("One moment, ");
				Concurrently.await(this.ending);
				call.delta("please.");
				call.finish();
			});
			provider.answer("Never " + i, (call) -> {
				call.begin();
				call.delta("One moment, ");
				call.fallSilent();
			});
		}
		return provider;
	}

	private PackagedService start(Provider provider) throws IOException {
		return PackagedService.start(this.folder,
				Map.of("AICHAT_AI_PROVIDER", "openai", "AICHAT_AI_BASE_URL", provider.url(), "AICHAT_AI_API_KEY",
						Provider.KEY, "AICHAT_AI_MODEL", "m", "AICHAT_AI_IDLE_TIMEOUT", "60s",
						"AICHAT_RATE_LIMIT_ENABLED", "false", "LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs",
						"SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", LIMIT.toSeconds() + "s"));
	}

	/** Asserts that readiness fails first, and that no connection is accepted then. */
	private void end(PackagedService service) {
		URI address = service.client().uri("/");
		service.terminate();
		try {
			Awaitility.await()
				.atMost(LIMIT)
				.until(() -> service.client().manage("/actuator/health/readiness").status() == 503);
			Awaitility.await()
				.atMost(LIMIT)
				.untilAsserted(() -> assertThatExceptionOfType(ConnectException.class)
					.isThrownBy(() -> new Socket(address.getHost(), address.getPort()).close()));
			assertThat(service.client().manage("/actuator/health/liveness").status()).isEqualTo(200);
		}
		finally {
			this.ending.countDown();
		}
	}

	private static void isAnswered(Answer answer) {
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text("response")).isEqualTo("One moment, please.");
	}

	private static void isAnsweredInEvents(Answer answer) {
		List<Event> events = Events.of(answer.body());
		assertThat(Events.text(events)).isEqualTo("One moment, please.");
		assertThat(events.get(events.size() - 1).name()).isEqualTo("done");
	}

	private static void isRefunded(Answer answer) {
		answer.isProblem(503, "ai_unavailable");
		assertThat(answer.json().get("refunded").booleanValue()).isTrue();
		assertThat(answer.header("Retry-After")).isNotEmpty();
	}

	private static void isRefundedInEvents(Answer answer) {
		List<Event> events = Events.of(answer.body());
		Event last = events.get(events.size() - 1);
		assertThat(last.name()).isEqualTo("error");
		assertThat(last.json().get("code").stringValue()).isEqualTo("ai_unavailable");
		assertThat(last.json().get("refunded").booleanValue()).isTrue();
	}

	/** Each line is JSON, and tells the request if there is one. */
	private static void isStructured(String log) {
		List<JsonNode> lines = log.lines().map(JSON::readTree).toList();
		assertThat(lines).allSatisfy((line) -> assertThat(line.has("@timestamp")).isTrue());
		assertThat(lines.stream()
			.filter((line) -> line.get("message").stringValue().contains("not waited for"))
			.map((line) -> line.get("request_id").stringValue())).hasSize(24).doesNotHaveDuplicates();
	}

}
