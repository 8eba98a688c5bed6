package dev.aichat.chat;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import dev.aichat.web.ProblemException;

/**
 * Counts how messages end, and why. All counters are there from the start, so that the
 * first of each is seen as an increase.
 */
@Component
class ChatMeters {

	private static final String NO_CAUSE = "none";

	/** A failure that does not describe itself, or one that nobody thought of. */
	private static final String ANY_OTHER = "internal_error";

	private final Counter answered;

	private final Counter replayed;

	private final Map<String, Counter> refused;

	private final Map<String, Counter> refunded;

	private final Counter swept;

	private final Counter sweeps;

	ChatMeters(MeterRegistry registry) {
		this.answered = counter(registry, "answered", NO_CAUSE);
		this.replayed = counter(registry, "replayed", NO_CAUSE);
		this.refused = counters(registry, "refused", "ai_unavailable", "idempotency_key_reused", "insufficient_tokens",
				"invalid_token", "not_found", "request_in_progress", ANY_OTHER);
		this.refunded = counters(registry, "refunded", "ai_failed", "ai_timeout", "ai_unavailable", ANY_OTHER);
		this.swept = counter(registry, "refunded", "swept");
		this.sweeps = Counter.builder("aichat.sweeps")
			.description("How often it was looked for messages that nobody finished.")
			.register(registry);
	}

	/** The reply is stored, and the message stays paid for. */
	void answered() {
		this.answered.increment();
	}

	/** An earlier reply was given again. */
	void replayed() {
		this.replayed.increment();
	}

	/** Nothing was paid. */
	void refused(Throwable failure) {
		of(this.refused, failure).increment();
	}

	/** What was paid was given back. */
	void refunded(Throwable failure) {
		of(this.refunded, failure).increment();
	}

	/** What was paid was given back because nobody finished the messages. */
	void swept(int messages) {
		this.sweeps.increment();
		this.swept.increment(messages);
	}

	private static Counter of(Map<String, Counter> counters, Throwable failure) {
		String cause = (failure instanceof ProblemException problem) ? problem.code() : ANY_OTHER;
		return counters.getOrDefault(cause, counters.get(ANY_OTHER));
	}

	private static Map<String, Counter> counters(MeterRegistry registry, String outcome, String... causes) {
		return Stream.of(causes)
			.collect(Collectors.toMap(Function.identity(), (cause) -> counter(registry, outcome, cause)));
	}

	private static Counter counter(MeterRegistry registry, String outcome, String cause) {
		return Counter.builder("aichat.chats")
			.description("How messages ended, and why.")
			.tag("outcome", outcome)
			.tag("cause", cause)
			.register(registry);
	}

}
