package dev.aichat.chat;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Messages that belong together. Refunded ones do not count.
 *
 * @param id what to send along with the next message
 * @param title the first 80 characters of the first message
 * @param startedAt when the first message was sent
 * @param lastAt when the last message was sent
 * @param messages how many messages there are
 */
@Schema(example = """
		{"id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "title": "Hello", "started_at": "2026-11-21T12:00:00.123Z",
		"last_at": "2026-11-21T12:05:00Z", "messages": 3}""")
record Conversation(UUID id, String title, Instant startedAt, Instant lastAt, long messages) {

	private static final int TITLE_LENGTH = 80;

	Conversation {
		if (title.codePointCount(0, title.length()) > TITLE_LENGTH) {
			title = title.substring(0, title.offsetByCodePoints(0, TITLE_LENGTH));
		}
	}

}
