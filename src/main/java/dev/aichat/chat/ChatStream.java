package dev.aichat.chat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

import dev.aichat.web.EventStream;
import dev.aichat.web.ProblemRenderer;

/**
 * Relays a reply to a client while it arrives. The chat is finished in a thread of its
 * own, whether or not the client reads fast or stays connected.
 */
@Component
class ChatStream {

	private static final Logger log = LoggerFactory.getLogger(ChatStream.class);

	private final ChatService chats;

	private final AsyncTaskExecutor threads;

	private final JsonMapper json;

	private final ProblemRenderer problems;

	/** The time without text after which a comment keeps the connection open. */
	private final Duration silence;

	ChatStream(ChatService chats, @Qualifier("applicationTaskExecutor") AsyncTaskExecutor threads, JsonMapper json,
			ProblemRenderer problems, @Value("15s") Duration silence) {
		this.chats = chats;
		this.threads = threads;
		this.json = json;
		this.problems = problems;
		this.silence = silence;
	}

	void relay(StartedChat chat, HttpServletRequest request, HttpServletResponse response) {
		CompletableFuture<ChatReply> outcome = finish(chat);
		try {
			EventStream events = new EventStream(response, this.json);
			events.send("start", chat.start());
			relayText(chat, outcome, events);
			try {
				events.send("done", outcome.join());
			}
			catch (CompletionException ex) {
				events.send("error", this.problems.render(ex.getCause(), request));
			}
		}
		catch (IOException ex) {
			log.debug("Chat {}: the client has disconnected", chat.reservation().chatId());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Without a free thread, this one finishes the chat before anything is relayed. */
	private CompletableFuture<ChatReply> finish(StartedChat chat) {
		try {
			return CompletableFuture.supplyAsync(() -> this.chats.finish(chat), this.threads);
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.completedFuture(this.chats.finish(chat));
		}
	}

	private void relayText(StartedChat chat, CompletableFuture<ChatReply> outcome, EventStream events)
			throws IOException, InterruptedException {
		int read = 0;
		while (true) {
			String text = chat.reply().next(read, this.silence);
			if (text == null && !outcome.isDone()) {
				events.keepAlive();
			}
			else if (text == null || text.isEmpty()) {
				return;
			}
			else {
				events.send("delta", Map.of("text", text));
				read += text.length();
			}
		}
	}

}
