package dev.aichat.ai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.stereotype.Service;
import org.springframework.util.StringUtils;

import dev.aichat.ai.LanguageModel.Message;
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

	AiService(LanguageModel model, AiBulkhead bulkhead, AiSettings settings, AiMeters meters) {
		this.model = model;
		this.bulkhead = bulkhead;
		this.settings = settings;
		this.meters = meters;
	}

	/** Returns the longest time that {@link #ask} takes. */
	public Duration deadline() {
		return this.settings.deadline();
	}

	/** Returns the most exchanges worth fetching for {@link Prompt#earlier}. */
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
	 * @param permit from {@link #admit}; its reply grows while it arrives
	 * @param prompt the question
	 * @return the reply, not blank and storable as text
	 * @throws AiException {@code ai_failed} if the model fails or says nothing,
	 * {@code ai_timeout} if it takes too long, {@code ai_unavailable} at shutdown,
	 * {@code chat_stopped} if the permit was stopped before the first text
	 */
	public Completion ask(AiPermit permit, Prompt prompt) {
		ReplyWriter writer = permit.writer();
		try {
			if (writer.begin()) {
				this.model.ask(conversation(prompt), writer);
				writer.complete();
			}
		}
		catch (Exception ex) {
			writer.fail(ex);
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
		}
		catch (Error ex) {
			writer.fail(ex);
			throw ex;
		}
		try {
			Completion completion = writer.completion();
			permit.answered();
			this.meters.ended("answered", writer.elapsed(), writer.firstDelta());
			return completion;
		}
		catch (AiException ex) {
			log.atLevel(ex.status().is5xxServerError() ? Level.WARN : Level.DEBUG).log("The AI {}", ex.reason());
			if (ex.isProviderAtFault()) {
				permit.failed(ex);
			}
			this.meters.ended(ex.code(), writer.elapsed(), writer.firstDelta());
			throw ex;
		}
	}

	private List<Message> conversation(Prompt prompt) {
		List<Message> messages = new ArrayList<>();
		if (StringUtils.hasText(this.settings.systemPrompt())) {
			messages.add(new Message("system", this.settings.systemPrompt()));
		}
		for (Exchange exchange : withinBudget(prompt.earlier())) {
			messages.add(new Message("user", exchange.message()));
			messages.add(new Message("assistant", exchange.reply()));
		}
		messages.add(new Message("user", prompt.message()));
		return messages;
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
