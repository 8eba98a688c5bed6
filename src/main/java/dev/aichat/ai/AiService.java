package dev.aichat.ai;

import java.util.List;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.stereotype.Service;

import dev.aichat.ai.LanguageModel.Message;

/**
 * Asks the language model within its limits: deadline, idle timeout, size, bulkhead and
 * circuit breaker.
 */
@Service
public class AiService {

	private static final Logger log = LoggerFactory.getLogger(AiService.class);

	private final LanguageModel model;

	private final AiBulkhead bulkhead;

	private final MeterProvider<Timer> calls;

	private final Timer firstDelta;

	AiService(LanguageModel model, AiBulkhead bulkhead, MeterRegistry registry) {
		this.model = model;
		this.bulkhead = bulkhead;
		this.calls = Timer.builder("aichat.ai.call").description("Time until a reply ended.").withRegistry(registry);
		// There from the start, so that the first of each is seen as an increase
		List.of("answered", "ai_failed", "ai_timeout", "ai_unavailable", "chat_stopped")
			.forEach((outcome) -> this.calls.withTag("outcome", outcome));
		this.firstDelta = Timer.builder("aichat.ai.first.delta")
			.description("Time until the first text of a reply.")
			.register(registry);
	}

	/**
	 * Admits one question, before anything is paid.
	 * @return the call, to be closed by the caller
	 * @throws AiException {@code ai_unavailable} if too many ask, or the AI keeps failing
	 */
	public AiCall admit() {
		return this.bulkhead.admit();
	}

	/**
	 * Asks the model and waits for the whole reply. Call it outside of transactions.
	 * @param call from {@link #admit}; its reply grows while it arrives
	 * @param conversation the messages, oldest first, the last one the user's
	 * @return the reply, not blank and storable as text
	 * @throws AiException {@code ai_failed} if the model fails or says nothing,
	 * {@code ai_timeout} if it takes too long, {@code ai_unavailable} at shutdown,
	 * {@code chat_stopped} if the call was stopped before the first text
	 */
	public Completion ask(AiCall call, List<Message> conversation) {
		try {
			if (call.begin()) {
				this.model.ask(conversation, call);
				call.complete();
			}
		}
		catch (Exception ex) {
			call.fail(ex);
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
		}
		catch (Error ex) {
			call.fail(ex);
			throw ex;
		}
		try {
			Completion completion = call.completion();
			call.answered();
			call.record(this.calls.withTag("outcome", "answered"), this.firstDelta);
			return completion;
		}
		catch (AiException ex) {
			log.atLevel(ex.status().is5xxServerError() ? Level.WARN : Level.DEBUG).log("The AI {}", ex.reason());
			call.failed(ex);
			call.record(this.calls.withTag("outcome", ex.code()), this.firstDelta);
			throw ex;
		}
	}

}
