package dev.aichat.chat;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The problem that the user has no such conversation. */
class ConversationNotFoundException extends ProblemException {

	ConversationNotFoundException() {
		super(HttpStatus.NOT_FOUND, "conversation_not_found",
				"You have no conversation with this id. GET /api/conversations lists yours; without a conversation_id, "
						+ "a message begins a new one.");
	}

}
