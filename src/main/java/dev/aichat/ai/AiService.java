package dev.aichat.ai;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Service;

/** Asks the language model, within a deadline and a size. */
@Service
public class AiService {

	private static final Logger log = LoggerFactory.getLogger(AiService.class);

	private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

	private final StreamingChatModel model;

	private final AiSettings settings;

	AiService(StreamingChatModel model, AiSettings settings) {
		this.model = model;
		this.settings = settings;
	}

	/**
	 * How long {@link #ask} takes at the most.
	 * @return the deadline
	 */
	public Duration deadline() {
		return this.settings.deadline();
	}

	/**
	 * Asks the model and waits for the whole reply. Call it outside of transactions.
	 * @param message what the user wrote
	 * @return the reply, not blank and storable as text
	 * @throws AiException if the model fails, says nothing or too much, or takes too long
	 */
	public String ask(String message) {
		Reply reply = new Reply(this.settings.maxReplyCharacters());
		try {
			this.model.chat(ChatRequest.builder().messages(UserMessage.from(message)).build(), reply);
			return usable(reply.whole().get(this.settings.deadline().toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (TimeoutException ex) {
			throw AiException.timeout();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw AiException.failed();
		}
		catch (ExecutionException | RuntimeException ex) {
			log.warn("The AI failed", ex);
			throw AiException.failed();
		}
		finally {
			reply.abandon();
		}
	}

	/** A model may say what no database stores: U+0000, or half of a character. */
	private static String usable(String reply) {
		String text = UNSTORABLE.matcher(reply).replaceAll("\uFFFD");
		if (text.isBlank()) {
			throw new IllegalStateException("The reply is blank");
		}
		return text;
	}

}
