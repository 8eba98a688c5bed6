package dev.aichat.chat;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.aichat.ai.AiPermit;
import dev.aichat.ai.Prompt;
import dev.aichat.ai.Reply;

/**
 * A charged chat that waits for its reply, or the replay of one that has it.
 *
 * @param reservation the charge
 * @param prompt the question to the AI
 * @param permit admits the question to the AI; null for a replay
 * @param reply the reply's text, to be read while it arrives
 * @param response the stored reply; null unless this is a replay
 */
record StartedChat(Reservation reservation, Prompt prompt, @Nullable AiPermit permit, Reply reply,
		@Nullable String response) {

	StartedChat(Reservation reservation, Prompt prompt, AiPermit permit) {
		this(reservation, prompt, permit, new Reply(), null);
	}

	/** A replay. */
	StartedChat(Reservation reservation, String message, String response) {
		this(reservation, new Prompt(List.of(), message), null, Reply.of(response), response);
	}

	boolean replayed() {
		return this.response != null;
	}

	/** The data of the first event of a stream. */
	Start start() {
		return new Start(this.reservation.chatId(), this.reservation.conversationId(), this.reservation.price(),
				this.reservation.remainingTokens());
	}

	ChatReply replyWith(String text) {
		return new ChatReply(this.reservation.chatId(), this.reservation.conversationId(), this.prompt.message(), text,
				this.reservation.price(), this.reservation.remainingTokens(), this.reservation.createdAt());
	}

	/**
	 * A chat before its reply.
	 *
	 * @param id the chat
	 * @param conversationId its conversation
	 * @param tokensDeducted the price of the message
	 * @param remainingTokens the balance right after the charge
	 */
	record Start(UUID id, UUID conversationId, long tokensDeducted, long remainingTokens) {
	}

}
