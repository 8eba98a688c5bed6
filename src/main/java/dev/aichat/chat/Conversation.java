package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/**
 * Messages that belong together. Refunded ones do not count.
 *
 * @param id the conversation; send it along with the next message
 * @param title the first 80 characters of the first message, until it is changed
 * @param startedAt the time of the first message
 * @param lastAt the time of the last message
 * @param messages the number of messages
 */
@Schema(example = """
		{"id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "title": "Hello", "started_at": "2026-11-21T12:00:00.123Z",
		"last_at": "2026-11-21T12:05:00Z", "messages": 3}""")
record Conversation(UUID id, String title, Instant startedAt, Instant lastAt, long messages) {

	static final int TITLE_LENGTH = 80;

	Conversation {
		if (title.codePointCount(0, title.length()) > TITLE_LENGTH) {
			title = title.substring(0, title.offsetByCodePoints(0, TITLE_LENGTH));
		}
	}

	/** The problem that the user has no such conversation. */
	static ProblemException notFound() {
		return new ProblemException(HttpStatus.NOT_FOUND, "conversation_not_found",
				"There is no such conversation. Without conversation_id, a new one begins.");
	}

}
