package dev.aichat.chat;

import java.util.Set;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.aichat.web.ProblemException;

/**
 * Counts the outcomes of messages and their causes. All counters exist from the start, so
 * that the first event is seen as an increase.
 */
@Component
class ChatMeters {

	private static final String OTHER_CAUSE = "internal_error";

	private static final String DATABASE = "service_unavailable";

	private static final Set<String> REFUSED = Set.of("ai_unavailable", "idempotency_key_reused", "insufficient_tokens",
			"invalid_token", "conversation_not_found", "rate_limited", "request_in_progress", DATABASE, OTHER_CAUSE);

	private static final Set<String> REFUNDED = Set.of("ai_failed", "ai_timeout", "ai_unavailable", "chat_stopped",
			OTHER_CAUSE);

	private final MeterProvider<Counter> chats;

	private final Counter sweeps;

	ChatMeters(MeterRegistry registry) {
		this.chats = Counter.builder("aichat.chats")
			.description("Messages by outcome and cause.")
			.withRegistry(registry);
		this.sweeps = Counter.builder("aichat.sweeps").description("Sweeps for overdue chats.").register(registry);
		counter("answered", "none");
		counter("replayed", "none");
		counter("refunded", "swept");
		counter("lost", DATABASE);
		REFUSED.forEach((cause) -> counter("refused", cause));
		REFUNDED.forEach((cause) -> counter("refunded", cause));
	}

	void answered() {
		counter("answered", "none").increment();
	}

	void replayed() {
		counter("replayed", "none").increment();
	}

	void refused(Throwable failure) {
		counter("refused", cause(failure)).increment();
	}

	/** Counts a chat whose end the database did not store; the sweeper refunds it. */
	void lost() {
		counter("lost", DATABASE).increment();
	}

	void refunded(Throwable failure) {
		counter("refunded", cause(failure)).increment();
	}

	void swept(int chats) {
		this.sweeps.increment();
		counter("refunded", "swept").increment(chats);
	}

	private static String cause(Throwable failure) {
		return (failure instanceof ProblemException problem) ? problem.code()
				: (failure instanceof DataAccessException || failure instanceof TransactionException) ? DATABASE
						: OTHER_CAUSE;
	}

	private Counter counter(String outcome, String cause) {
		return this.chats.withTags("outcome", outcome, "cause", cause);
	}

}
