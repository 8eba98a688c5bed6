package dev.aichat.chat;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.aichat.ai.AiPermit;
import dev.aichat.ai.Prompt;
import dev.aichat.ai.Reply;

/**
 * A charged chat that waits for its reply, with a permit for the AI; or the replay of one
 * that has a response, without.
 */
record StartedChat(Reservation reservation, Prompt prompt, @Nullable AiPermit permit, Reply reply,
		@Nullable String response) {

	StartedChat(Reservation reservation, Prompt prompt, AiPermit permit) {
		this(reservation, prompt, permit, new Reply(), null);
	}

	StartedChat(Reservation reservation, String message, String response) {
		this(reservation, new Prompt(List.of(), message), null, Reply.of(response), response);
	}

	boolean replayed() {
		return this.response != null;
	}

	Start start() {
		return new Start(this.reservation.chatId(), this.reservation.conversationId(), this.reservation.price(),
				this.reservation.remainingTokens());
	}

	ChatReply replyWith(String text) {
		return new ChatReply(this.reservation.chatId(), this.reservation.conversationId(), this.prompt.message(), text,
				this.reservation.price(), this.reservation.remainingTokens(), this.reservation.createdAt());
	}

	/** A chat before its reply. */
	record Start(UUID id, UUID conversationId, long tokensDeducted, long remainingTokens) {
	}

}
