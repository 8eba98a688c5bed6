package dev.aichat.chat;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.AskingTheProvider;
import dev.aichat.Client;
import dev.aichat.Client.Answer;
import dev.aichat.Client.Caller;
import dev.aichat.Events;
import dev.aichat.LogLines;
import dev.aichat.Events.Event;
import dev.aichat.Together;
import dev.aichat.ai.Fault;
import dev.aichat.ai.Provider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a provider does wrong, it costs nobody a token, holds nothing up, and tells
 * nobody the key.
 */
@AskingTheProvider
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTests {

	/** The deadline, the second that the contract adds, and another for slow machines. */
	private static final Duration BOUND = Duration.ofSeconds(4);

	/** A fault that pours may fill the buffers of both systems, but no more. */
	private static final long BUFFERED = 30 << 20;

	@RegisterExtension
	final LogLines log = new LogLines();

	@Autowired
	Client client;

	@Autowired
	Provider provider;

	private Caller reader;

	private Caller listener;

	@BeforeAll
	void register() {
		this.reader = this.client.newUser();
		this.listener = this.client.newUser();
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource
	void faultIsRefundedInTimeAndForgotten(Fault fault) {
		this.provider.answer("Fail", fault.answer());
		List<JsonNode> problems = sendBothWays("Fail");
		assertThat(problems).allSatisfy((problem) -> {
			assertThat(problem.get("status").intValue()).isIn(fault.statuses());
			isRefunded(problem);
		});
		Awaitility.await().atMost(BOUND).until(() -> this.provider.answering() == 0);
		assertThat(this.provider.calls()).hasSize(2 * fault.calls())
			.allSatisfy((call) -> assertThat(call.written()).isLessThan(BUFFERED));
		assertThat(Fault.Elsewhere.PROVIDER.calls()).isEmpty();
		assertThat(this.log.text()).contains("The AI ").doesNotContain(Provider.KEY, "Half of ");
	}

	@Test
	void refusedConnectionIsRefunded() {
		this.provider.goAway();
		try {
			assertThat(sendBothWays("Anybody there?")).allSatisfy((problem) -> {
				assertThat(problem.get("status").intValue()).isEqualTo(502);
				isRefunded(problem);
			});
		}
		finally {
			this.provider.comeBack();
		}
		assertThat(this.log.text()).contains("The AI failed").doesNotContain(Provider.KEY);
		assertThat(this.reader.chat("Back again?").status()).isEqualTo(200);
		this.reader = this.client.newUser();
	}

	/** Sends a message by each of two users, as JSON and as a stream; both must fail. */
	private List<JsonNode> sendBothWays(String message) {
		return Together.run(2, (i) -> {
			long start = System.nanoTime();
			JsonNode problem = (i == 0) ? problem(this.reader.chat(message))
					: lastEvent(this.listener.chat(message, "Accept", "text/event-stream"));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
			return problem;
		});
	}

	private static JsonNode problem(Answer answer) {
		JsonNode problem = answer.json();
		answer.isProblem(problem.get("status").intValue(), problem.get("code").stringValue());
		assertThat(answer.body()).doesNotContain(Provider.KEY);
		return problem;
	}

	private static JsonNode lastEvent(Answer answer) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.body()).doesNotContain(Provider.KEY);
		List<Event> events = Events.of(answer.body());
		assertThat(events.get(0).name()).isEqualTo("start");
		assertThat(events.subList(1, events.size() - 1))
			.allSatisfy((event) -> assertThat(event.name()).isEqualTo("delta"));
		Event last = events.get(events.size() - 1);
		assertThat(last.name()).isEqualTo("error");
		return last.json();
	}

	private void isRefunded(JsonNode problem) {
		assertThat(problem.get("code").stringValue())
			.isEqualTo((problem.get("status").intValue() == 504) ? "ai_timeout" : "ai_failed");
		assertThat(problem.get("instance").stringValue()).isEqualTo("/api/chat");
		assertThat(problem.get("refunded").booleanValue()).isTrue();
		assertThat(problem.get("remaining_tokens").longValue()).isEqualTo(4000);
		for (Caller user : List.of(this.reader, this.listener)) {
			assertThat(user.balance()).isEqualTo(4000);
			assertThat(user.get("/api/chat?limit=1").json().at("/items/0/state").stringValue()).isEqualTo("REFUNDED");
		}
	}

}
