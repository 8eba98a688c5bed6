package dev.aichat.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.Events;
import dev.aichat.testing.Events.Event;
import dev.aichat.testing.Fault;
import dev.aichat.testing.LogLines;
import dev.aichat.testing.Provider;
import dev.aichat.testing.ProviderTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Faults of a provider cost no tokens, no delay beyond the deadline, and leak no key. */
@ProviderTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTests {

	/** The deadline, the second that the contract adds, and another for slow machines. */
	private static final Duration BOUND = Duration.ofSeconds(4);

	private static final Duration OFTEN = Duration.ofMillis(5);

	/** A fault that pours may fill the buffers of both systems, but no more. */
	private static final long BUFFERED = 30 << 20;

	@RegisterExtension
	final LogLines log = new LogLines();

	@Autowired
	Client client;

	@Autowired
	Provider provider;

	private final List<Caller> users = new ArrayList<>();

	@ParameterizedTest
	@MethodSource
	void faultIsRefundedWithinTheDeadline(Set<Fault> atOnce) {
		atOnce.forEach((fault) -> this.provider.answer(fault.name(), fault.answer()));
		List<Failure> failures = sendBothWays(atOnce.stream().map(Fault::name).toList());
		assertThat(failures).allSatisfy((failure) -> {
			assertThat(failure.status()).isIn(Fault.valueOf(failure.message()).statuses());
			failure.isRefunded();
			failure.isIn(this.log);
		});
		Awaitility.await().atMost(BOUND).pollInterval(OFTEN).until(() -> this.provider.answering() == 0);
		assertThat(atOnce).allSatisfy(
				(fault) -> assertThat(this.provider.calls()).filteredOn((call) -> call.message().equals(fault.name()))
					.hasSize(2 * fault.calls())
					.allSatisfy((call) -> assertThat(call.written()).isLessThan(BUFFERED)));
		assertThat(Fault.Elsewhere.PROVIDER.calls()).isEmpty();
		assertThat(this.log.text()).doesNotContain(Provider.KEY, "Half of ");
	}

	/** All faults that last until the deadline together, and each other one alone. */
	static Stream<Set<Fault>> faultIsRefundedWithinTheDeadline() {
		Set<Fault> slow = Stream.of(Fault.values())
			.filter((fault) -> fault.statuses().equals(List.of(504)))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
		return Stream.concat(Stream.of(slow), EnumSet.complementOf(EnumSet.copyOf(slow)).stream().map(EnumSet::of));
	}

	@Test
	void refusedConnectionIsRefunded() {
		this.provider.goAway();
		try {
			assertThat(sendBothWays(List.of("Anybody there?"))).allSatisfy((failure) -> {
				assertThat(failure.status()).isEqualTo(502);
				failure.isRefunded();
				failure.isIn(this.log);
			});
		}
		finally {
			this.provider.comeBack();
		}
		assertThat(this.log.text()).contains("The AI failed").doesNotContain(Provider.KEY);
		assertThat(this.client.newUser().chat("Back again?").status()).isEqualTo(200);
	}

	/**
	 * Sends messages, each by two users, as JSON and as a stream: all at once, and all
	 * must fail.
	 */
	private List<Failure> sendBothWays(List<String> messages) {
		while (this.users.size() < 2 * messages.size()) {
			this.users.add(this.client.newUser());
		}
		return Concurrently.run(2 * messages.size(), (i) -> {
			Caller user = this.users.get(i);
			String message = messages.get(i / 2);
			long start = System.nanoTime();
			Answer answer = (i % 2 == 0) ? user.chat(message) : user.chat(message, "Accept", "text/event-stream");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).as(message).isLessThan(BOUND);
			JsonNode problem = (i % 2 == 0) ? problem(answer) : lastEvent(answer);
			return new Failure(message, user, answer.header("X-Request-Id"), problem);
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

	/**
	 * A message that failed.
	 *
	 * @param message the message
	 * @param user who sent it
	 * @param request the id of the request
	 * @param problem what was answered
	 */
	private record Failure(String message, Caller user, String request, JsonNode problem) {

		int status() {
			return this.problem.get("status").intValue();
		}

		void isRefunded() {
			assertThat(this.problem.get("code").stringValue())
				.isEqualTo((status() == 504) ? "ai_timeout" : "ai_failed");
			assertThat(this.problem.get("instance").stringValue()).isEqualTo("/api/chat");
			assertThat(this.problem.get("refunded").booleanValue()).isTrue();
			assertThat(this.problem.get("remaining_tokens").longValue()).isEqualTo(4000);
			assertThat(this.user.balance()).isEqualTo(4000);
			assertThat(this.user.get("/api/chat?limit=1").json().at("/items/0/state").stringValue())
				.isEqualTo("REFUNDED");
		}

		void isIn(LogLines log) {
			assertThat(log.lines())
				.anyMatch((line) -> line.contains("[" + this.request + "]") && line.contains("The AI "));
		}

	}

}
