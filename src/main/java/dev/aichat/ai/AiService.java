package dev.aichat.ai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Service;

import dev.aichat.ai.ModelRequest.Message;
import dev.aichat.ai.ModelRequest.Role;
import dev.aichat.ai.Prompt.Exchange;

/**
 * Asks the language model within its limits: deadline, idle timeout, size, bulkhead and
 * circuit breaker.
 */
@Service
public class AiService {

	private static final Logger log = LoggerFactory.getLogger(AiService.class);

	private final LanguageModel model;

	private final AiBulkhead bulkhead;

	private final AiSettings settings;

	private final AiMeters meters;

	/** Ends replies at their deadline, or when nothing has come for the idle timeout. */
	private final ScheduledThreadPoolExecutor timer;

	AiService(LanguageModel model, AiBulkhead bulkhead, AiSettings settings, AiMeters meters) {
		this.model = model;
		this.bulkhead = bulkhead;
		this.settings = settings;
		this.meters = meters;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("ai-timer-");
		threads.setDaemon(true);
		this.timer = new ScheduledThreadPoolExecutor(1, threads);
		this.timer.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Returns the longest time that {@link #ask} takes.
	 * @return the deadline
	 */
	public Duration deadline() {
		return this.settings.deadline();
	}

	/**
	 * Returns the most exchanges worth fetching for {@link Prompt#earlier}.
	 * @return at least 0
	 */
	public int contextMessages() {
		return this.settings.contextMessages();
	}

	/**
	 * Takes a permit for one question, before anything is paid.
	 * @return the permit, to be closed by the caller
	 * @throws AiException {@code ai_unavailable} if too many ask, or the AI keeps failing
	 */
	public AiPermit admit() {
		return this.bulkhead.admit();
	}

	/**
	 * Asks the model and waits for the whole reply. Call it outside of transactions.
	 * @param permit from {@link #admit}
	 * @param prompt the question
	 * @param reply is written while the answer arrives, for others to read along
	 * @return the answer, not blank and storable as text
	 * @throws AiException {@code ai_failed} if the model fails or says nothing,
	 * {@code ai_timeout} if it stalls, {@code ai_unavailable} if the service ends,
	 * {@code chat_stopped} if the permit was stopped before the first text
	 */
	public Completion ask(AiPermit permit, Prompt prompt, Reply reply) {
		ReplyWriter writer = new ReplyWriter(reply, this.settings);
		permit.asks(writer);
		try {
			writer.watch(this.timer);
			this.model.ask(request(prompt), writer);
			writer.complete();
		}
		catch (Exception ex) {
			writer.fail(ex);
		}
		catch (Error ex) {
			writer.fail(ex);
			throw ex;
		}
		try {
			Completion completion = writer.completion();
			permit.answered(writer.elapsed());
			this.meters.answered(writer.elapsed());
			return completion;
		}
		catch (CompletionException ex) {
			throw failed(permit, writer, ex.getCause());
		}
		catch (ModelException | AiException ex) {
			throw failed(permit, writer, ex);
		}
		finally {
			Long first = writer.untilFirstDelta();
			if (first != null) {
				this.meters.firstDelta(first);
			}
		}
	}

	/** Only what the provider did counts for the circuit breaker. */
	private AiException failed(AiPermit permit, ReplyWriter writer, Throwable cause) {
		AiException failure = (cause instanceof AiException ended) ? ended : AiException.failed();
		if (cause instanceof AiException) {
			log.atLevel(failure.status().is5xxServerError() ? Level.WARN : Level.DEBUG)
				.log("The AI was not waited for any longer: {}", failure.code());
		}
		else {
			log.warn("The AI failed: {}",
					(cause instanceof ModelException) ? cause.getMessage() : ModelException.names(cause));
		}
		if (cause instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		if (failure.isTimeout() || (cause instanceof ModelException model && model.isProviderAtFault())) {
			permit.failed(writer.elapsed(), cause);
		}
		this.meters.failed(failure, writer.elapsed());
		return failure;
	}

	@PreDestroy
	void stopTimer() {
		this.timer.shutdownNow();
	}

	private ModelRequest request(Prompt prompt) {
		List<Message> messages = new ArrayList<>();
		if (this.settings.systemPrompt() != null && !this.settings.systemPrompt().isBlank()) {
			messages.add(new Message(Role.SYSTEM, this.settings.systemPrompt()));
		}
		for (Exchange exchange : withinBudget(prompt.earlier())) {
			messages.add(new Message(Role.USER, exchange.message()));
			messages.add(new Message(Role.ASSISTANT, exchange.reply()));
		}
		messages.add(new Message(Role.USER, prompt.message()));
		return new ModelRequest(messages, this.settings.maxReplyCharacters());
	}

	/** The latest exchanges that fit, oldest first. */
	private List<Exchange> withinBudget(List<Exchange> earlier) {
		int characters = 0;
		int first = earlier.size();
		while (first > 0 && characters + earlier.get(first - 1).characters() <= this.settings.contextCharacters()) {
			first--;
			characters += earlier.get(first).characters();
		}
		return earlier.subList(first, earlier.size());
	}

}
