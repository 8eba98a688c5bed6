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

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

import dev.aichat.web.EventStream;
import dev.aichat.web.ProblemRenderer;

/**
 * Relays a reply to a client while it arrives. The reply is finished, stored and charged
 * in a thread of its own: a client that reads slowly or leaves changes nothing.
 */
@Component
class ChatStream {

	private static final Logger log = LoggerFactory.getLogger(ChatStream.class);

	/** Proxies close connections on which nothing happens for longer. */
	private static final Duration SILENCE = Duration.ofSeconds(15);

	private final AsyncTaskExecutor threads;

	private final JsonMapper json;

	private final ProblemRenderer problems;

	private final Duration silence;

	@Autowired
	ChatStream(@Qualifier("applicationTaskExecutor") AsyncTaskExecutor threads, JsonMapper json,
			ProblemRenderer problems) {
		this(threads, json, problems, SILENCE);
	}

	ChatStream(AsyncTaskExecutor threads, JsonMapper json, ProblemRenderer problems, Duration silence) {
		this.threads = threads;
		this.json = json;
		this.problems = problems;
		this.silence = silence;
	}

	void relay(StartedChat ongoing, HttpServletRequest request, HttpServletResponse response) {
		CompletableFuture<ChatReply> outcome = finish(ongoing);
		try {
			EventStream events = new EventStream(response, this.json);
			events.send("start", ongoing.start());
			relayText(ongoing, outcome, events);
			try {
				events.send("done", outcome.join());
			}
			catch (CompletionException ex) {
				events.send("error", this.problems.render(ex.getCause(), request));
			}
		}
		catch (IOException ex) {
			log.debug("Chat {}: the client is gone", ongoing.start().id());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Where no thread is to be had, the reply comes as a whole, in this one. */
	private CompletableFuture<ChatReply> finish(StartedChat ongoing) {
		try {
			return CompletableFuture.supplyAsync(ongoing.outcome(), this.threads);
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.completedFuture(ongoing.outcome().get());
		}
	}

	private void relayText(StartedChat ongoing, CompletableFuture<ChatReply> outcome, EventStream events)
			throws IOException, InterruptedException {
		int read = 0;
		while (true) {
			String text = ongoing.reply().next(read, this.silence);
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
