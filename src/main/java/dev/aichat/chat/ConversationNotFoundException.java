package dev.aichat.chat;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The problem that the user has no such conversation. */
class ConversationNotFoundException extends ProblemException {

	ConversationNotFoundException() {
		super(HttpStatus.NOT_FOUND, "conversation_not_found",
				"There is no such conversation. Without conversation_id, a new one begins.");
	}

}
