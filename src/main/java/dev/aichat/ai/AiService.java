package dev.aichat.ai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.output.TokenUsage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Service;

import dev.aichat.ai.Prompt.Exchange;
import dev.aichat.ai.Reply.FailedReplyException;

/** Asks the language model, within a deadline, a pause, a size and a number of calls. */
@Service
public class AiService {

	private static final Logger log = LoggerFactory.getLogger(AiService.class);

	private final StreamingChatModel model;

	private final AiBulkhead gate;

	private final AiSettings settings;

	private final AiMeters meters;

	private final AsyncTaskExecutor threads;

	AiService(StreamingChatModel model, AiBulkhead gate, AiSettings settings, AiMeters meters,
			@Qualifier("applicationTaskExecutor") AsyncTaskExecutor threads) {
		this.model = model;
		this.gate = gate;
		this.settings = settings;
		this.meters = meters;
		this.threads = threads;
	}

	/**
	 * How long {@link #ask} takes at the most.
	 * @return the deadline
	 */
	public Duration deadline() {
		return this.settings.deadline();
	}

	/**
	 * How many earlier exchanges are worth fetching for {@link Prompt#earlier}.
	 * @return at least 0
	 */
	public int contextMessages() {
		return this.settings.contextMessages();
	}

	/**
	 * Takes a place for one question, before anything is paid.
	 * @return the place, to be closed by the caller
	 * @throws AiException {@code ai_unavailable} if too many ask, or the AI keeps failing
	 */
	public AiPermit admit() {
		return this.gate.admit();
	}

	/**
	 * Asks the model and waits for the whole reply. Call it outside of transactions.
	 * @param admission from {@link #admit}
	 * @param prompt the question
	 * @param reply is written while the answer arrives, for others to read along
	 * @return the answer, not blank and storable as text
	 * @throws AiException if the model fails, says nothing or too much, or takes too
	 * long; {@code ai_unavailable} if the service ends
	 */
	public Completion ask(AiPermit admission, Prompt prompt, Reply reply) {
		ReplyWriter writer = new ReplyWriter(reply, this.settings.maxReplyCharacters());
		long start = System.nanoTime();
		admission.asks(writer);
		try {
			String text = whole(prompt, reply, writer, start);
			if (text.isBlank()) {
				throw new UnusableReplyException("blank");
			}
			long nanos = System.nanoTime() - start;
			admission.answered(nanos);
			this.meters.answered(nanos);
			TokenUsage usage = writer.usage();
			return (usage != null) ? new Completion(text, usage.inputTokenCount(), usage.outputTokenCount())
					: new Completion(text, null, null);
		}
		catch (Exception ex) {
			long nanos = System.nanoTime() - start;
			AiException failure = problem(ex, nanos);
			admission.failed(nanos, ex);
			writer.stop(failure);
			this.meters.failed(failure, nanos);
			throw failure;
		}
		catch (Error ex) {
			writer.stop(ex);
			throw ex;
		}
		finally {
			Long first = writer.firstDelta();
			if (first != null) {
				this.meters.firstDelta(first - start);
			}
		}
	}

	/**
	 * A thread of its own asks: some models answer before they return, and what a library
	 * keeps for each thread is not kept for those that wait.
	 */
	private String whole(Prompt prompt, Reply reply, ReplyWriter writer, long start)
			throws InterruptedException, TimeoutException, FailedReplyException {
		ChatRequest request = ChatRequest.builder().messages(messages(prompt)).build();
		Future<?> asking = this.threads.submit(() -> ask(request, writer));
		try {
			return reply.whole(start + this.settings.deadline().toNanos(), this.settings.idleTimeout());
		}
		catch (Exception | Error ex) {
			asking.cancel(true);
			throw ex;
		}
	}

	private void ask(ChatRequest request, ReplyWriter writer) {
		try {
			this.model.chat(request, writer);
		}
		catch (RuntimeException | Error ex) {
			writer.onError(ex);
		}
	}

	private List<ChatMessage> messages(Prompt prompt) {
		List<ChatMessage> messages = new ArrayList<>();
		if (this.settings.systemPrompt() != null && !this.settings.systemPrompt().isBlank()) {
			messages.add(SystemMessage.from(this.settings.systemPrompt()));
		}
		for (Exchange exchange : withinBudget(prompt.earlier())) {
			messages.add(UserMessage.from(exchange.message()));
			messages.add(AiMessage.from(exchange.reply()));
		}
		messages.add(UserMessage.from(prompt.message()));
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

	/** Whatever fails once the deadline is over fails because of it. */
	private AiException problem(Throwable failure, long nanos) {
		Throwable cause = (failure instanceof FailedReplyException) ? failure.getCause() : failure;
		if (cause instanceof AiException ended) {
			log.warn("The AI was not waited for any longer");
			return ended;
		}
		if (failure instanceof TimeoutException || nanos >= this.settings.deadline().toNanos()) {
			log.warn("The AI took too long");
			return AiException.timeout();
		}
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		log.warn("The AI failed: {}", FailureSummary.of(cause));
		return AiException.failed();
	}

}
