package dev.aichat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ConsoleClient;
import dev.aichat.testing.LogLines;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/** Metrics count what happens, under documented names, and contain no user data. */
class MetricsTests extends ServiceTests {

	@RegisterExtension
	final LogLines log = new LogLines();

	Map<String, Double> before;

	@BeforeEach
	void readMetrics() {
		this.before = series();
	}

	@Test
	void documentedMetricsAreExposed() {
		assertThat(page().lines()).contains("# TYPE aichat_chats_total counter", "# TYPE aichat_tokens_total counter",
				"# TYPE aichat_ai_call_seconds histogram", "# TYPE aichat_ai_first_delta_seconds histogram",
				"# TYPE aichat_ai_breaker_state gauge", "# TYPE aichat_ai_calls_in_flight gauge",
				"# TYPE aichat_ai_calls_max gauge", "# TYPE aichat_hashing_running gauge",
				"# TYPE aichat_hashing_waiting gauge", "# TYPE aichat_hashing_refused_total counter",
				"# TYPE aichat_rate_limited_total counter", "# TYPE http_server_requests_seconds summary",
				"# TYPE aichat_sweeps_total counter", "# TYPE aichat_ledger_mismatches gauge",
				"# TYPE aichat_ledger_passes_total counter", "# TYPE hikaricp_connections_active gauge",
				"# TYPE hikaricp_connections_pending gauge", "# TYPE jvm_memory_used_bytes gauge");
	}

	@Test
	void chatsAreCountedByOutcome() {
		Caller user = this.client.newUserWith(200);
		this.before = series();
		Answer answered = user.chat("Hello", "Idempotency-Key", "k");
		user.chat("Hello", "Idempotency-Key", "k");
		user.chat("Other", "Idempotency-Key", "k");
		user.chatIn("0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "Hello");
		this.ai.script(ScriptedModel::fail);
		user.chat("Fail");
		user.chat("Fail", "Accept", "text/event-stream");
		this.ai.script((message, handler) -> handler.onPartialResponse("One moment"));
		user.chat("Never");
		this.ai.reset();
		user.chatIn(answered.text("id"), "Hello", "Accept", "text/event-stream");
		user.chat("Too poor");
		increasedBy(
				Map.of("aichat_chats_total{cause=\"none\",outcome=\"answered\"}", 2,
						"aichat_chats_total{cause=\"none\",outcome=\"replayed\"}", 1,
						"aichat_chats_total{cause=\"ai_failed\",outcome=\"refunded\"}", 2,
						"aichat_chats_total{cause=\"ai_timeout\",outcome=\"refunded\"}", 1,
						"aichat_chats_total{cause=\"idempotency_key_reused\",outcome=\"refused\"}", 1,
						"aichat_chats_total{cause=\"conversation_not_found\",outcome=\"refused\"}", 1,
						"aichat_chats_total{cause=\"insufficient_tokens\",outcome=\"refused\"}", 1),
				"aichat_chats_total");
		increasedBy(Map.of("aichat_tokens_total{kind=\"charge\"}", 500, "aichat_tokens_total{kind=\"refund\"}", 300),
				"aichat_tokens_total");
		increasedBy(Map.of("aichat_ai_call_seconds_count{outcome=\"answered\"}", 2,
				"aichat_ai_call_seconds_count{outcome=\"ai_failed\"}", 2,
				"aichat_ai_call_seconds_count{outcome=\"ai_timeout\"}", 1), "aichat_ai_call_seconds_count");
		increasedBy(Map.of("aichat_ai_first_delta_seconds_count", 3), "aichat_ai_first_delta_seconds_count");
	}

	@Test
	void tokensAreCountedOnceTheirTransactionCommits() {
		Caller user = this.client.newUser();
		user.post("/api/top-up", Map.of("tokens", 7), "Idempotency-Key", "k");
		user.post("/api/top-up", Map.of("tokens", 7), "Idempotency-Key", "k");
		user.post("/api/top-up", Map.of("tokens", 0));
		this.client.post("/api/register", Client.credentials(user.username()));
		increasedBy(Map.of("aichat_tokens_total{kind=\"grant\"}", 4000, "aichat_tokens_total{kind=\"top_up\"}", 7),
				"aichat_tokens_total");
	}

	@Test
	void failedLogInsAreCountedAndLoggedWithoutSecrets() {
		Caller user = this.client.newUser();
		this.before = series();
		Map<String, String> wrong = Map.of("username", user.username().toUpperCase(), "password", "a wrong secret");
		this.client.post("/api/login", wrong).isProblem(401, "invalid_credentials");
		new ConsoleClient(this.client).signIn("two\nlines", "a wrong secret");
		increasedBy(Map.of("aichat_logins_failed_total", 2), "aichat_logins_failed_total");
		assertThat(this.log.lines().filter((line) -> line.contains("FailedLogIns")))
			.extracting((line) -> line.replaceFirst(".*: ", ""))
			.containsExactly("Log-in failed from 127.0.0.1 as " + user.username(), "Log-in failed from 127.0.0.1 as ?");
	}

	/** A request is timed after its answer is sent. */
	@Test
	void requestsAreTimedByRouteAndStatus() {
		Caller user = this.client.newUser();
		this.before = series();
		user.get("/api/chat/0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11");
		this.client.get("/api/balance");
		String failed = "http_server_requests_seconds_count{error=\"none\",exception=\"none\",method=\"GET\","
				+ "outcome=\"CLIENT_ERROR\",";
		Awaitility.await()
			.untilAsserted(
					() -> increasedBy(
							Map.of(failed + "status=\"404\",uri=\"/api/chat/{id}\"}", 1,
									failed + "status=\"403\",uri=\"UNKNOWN\"}", 1),
							"http_server_requests_seconds_count"));
	}

	/** No request adds a series of ours or puts user data into one. */
	@Test
	void metricsContainNoUserData() {
		Set<String> before = own(this.before);
		String name = "somebody-who-is-secret";
		this.client.post("/api/register", Client.credentials(name));
		Answer login = this.client.post("/api/login", Client.credentials(name));
		Caller user = new Caller(this.client, 0, name, login.text("token"));
		user.chat("a-message-that-is-secret", "Idempotency-Key", "a-key-that-is-secret", "X-Request-Id", "an-id");
		user.get("/api/a-path-that-is-secret?query=secret");
		user.send("SECRET", "/api/balance", null);
		Map<String, Double> after = series();
		assertThat(own(after)).isEqualTo(before);
		assertThat(after.keySet()).noneMatch(
				(line) -> line.contains("secret") || line.contains("an-id") || line.contains(login.text("token")));
	}

	private String page() {
		return this.client.manage("/actuator/prometheus").body();
	}

	/** The value of each series, by its name and labels as they are written. */
	private Map<String, Double> series() {
		return page().lines()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.replace("Inf", "Infinity").split(" (?=\\S+$)"))
			.collect(Collectors.toMap((words) -> words[0], (words) -> Double.valueOf(words[1])));
	}

	/** Asserts that these series increased, and no other of the same name. */
	private void increasedBy(Map<String, Integer> expected, String name) {
		assertThat(increases(name)).containsExactlyInAnyOrderEntriesOf(expected);
	}

	private Map<String, Integer> increases(String name) {
		Map<String, Integer> increases = new LinkedHashMap<>();
		series().forEach((series, value) -> {
			int increase = (int) (value - this.before.getOrDefault(series, 0.0));
			if (increase != 0 && series.startsWith(name)) {
				increases.put(series, increase);
			}
		});
		return increases;
	}

	private static Set<String> own(Map<String, Double> series) {
		return series.keySet().stream().filter((name) -> name.startsWith("aichat_")).collect(Collectors.toSet());
	}

}
