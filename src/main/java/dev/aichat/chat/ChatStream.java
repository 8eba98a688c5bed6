package dev.aichat.chat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

import dev.aichat.chat.Billing.Reservation;
import dev.aichat.web.EventStream;
import dev.aichat.web.ProblemRenderer;

/**
 * Relays a reply to a client while it arrives. The chat is finished in a thread of its
 * own, whether or not the client reads fast or stays connected.
 */
@Component
class ChatStream {

	private static final Logger log = LoggerFactory.getLogger(ChatStream.class);

	/** The time without text after which a comment keeps the connection open. */
	private static final Duration MAX_SILENCE = Duration.ofSeconds(15);

	private final ChatService chats;

	private final StartedChatService started;

	private final AsyncTaskExecutor threads;

	private final JsonMapper json;

	private final ProblemRenderer problems;

	private final Duration maxSilence;

	@Autowired
	ChatStream(ChatService chats, StartedChatService started,
			@Qualifier("applicationTaskExecutor") AsyncTaskExecutor threads, JsonMapper json,
			ProblemRenderer problems) {
		this(chats, started, threads, json, problems, MAX_SILENCE);
	}

	ChatStream(ChatService chats, StartedChatService started, AsyncTaskExecutor threads, JsonMapper json,
			ProblemRenderer problems, Duration maxSilence) {
		this.chats = chats;
		this.started = started;
		this.threads = threads;
		this.json = json;
		this.problems = problems;
		this.maxSilence = maxSilence;
	}

	/** Finishes a chat, and relays its reply. */
	void relay(StartedChat chat, HttpServletRequest request, HttpServletResponse response) {
		if (!chat.replayed()) {
			finish(chat);
		}
		send(chat, request, response);
	}

	/**
	 * Relays the reply to a chat that has begun before: what was said so far, and the
	 * rest while it arrives if this instance asks the AI, or else at its end.
	 */
	void attach(long userId, UUID id, HttpServletRequest request, HttpServletResponse response) {
		send(this.started.attach(userId, id), request, response);
	}

	private void send(StartedChat chat, HttpServletRequest request, HttpServletResponse response) {
		try {
			EventStream events = new EventStream(response, this.json);
			events.send("start", chat.start());
			try {
				StartedChat readable = chat.isElsewhere() ? awaitEnd(chat, events) : chat;
				relayText(readable, events);
				events.send("done", readable.outcome().join());
			}
			catch (RuntimeException ex) {
				Throwable failure = (ex instanceof CompletionException) ? ex.getCause() : ex;
				events.send("error", this.problems.render(failure, request));
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
	private void finish(StartedChat chat) {
		try {
			CompletableFuture.runAsync(() -> this.chats.finish(chat), this.threads);
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// The latter where a thread cannot be started
			this.chats.finish(chat);
		}
	}

	/**
	 * Looks once a second whether the other instance has ended the chat. That of a dead
	 * instance ends with its lease.
	 */
	private StartedChat awaitEnd(StartedChat chat, EventStream events) throws IOException, InterruptedException {
		Reservation reservation = chat.reservation();
		for (long second = 1; !this.started.hasEnded(reservation.chatId()); second++) {
			TimeUnit.SECONDS.sleep(1);
			if (second % Math.max(1, this.maxSilence.toSeconds()) == 0) {
				events.keepAlive();
			}
		}
		return this.started.attach(reservation.userId(), reservation.chatId());
	}

	private void relayText(StartedChat chat, EventStream events) throws IOException, InterruptedException {
		int read = 0;
		while (true) {
			String text = chat.reply().next(read, this.maxSilence);
			if (text == null && !chat.outcome().isDone()) {
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
