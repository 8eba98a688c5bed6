package dev.aichat.chat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.aichat.ai.AiPermit;
import dev.aichat.ai.FinishReason;
import dev.aichat.ai.Prompt;
import dev.aichat.ai.Reply;

/**
 * A charged chat that waits for its reply, with a permit for the AI; or the replay of one
 * that was answered, without.
 *
 * @param outcome the whole reply once it is stored, or the failure once it is refunded
 */
record StartedChat(Reservation reservation, Prompt prompt, @Nullable AiPermit permit, Reply reply,
		CompletableFuture<ChatReply> outcome) {

	StartedChat(Reservation reservation, Prompt prompt, AiPermit permit) {
		this(reservation, prompt, permit, new Reply(), new CompletableFuture<>());
	}

	StartedChat(Reservation reservation, String message, String response, FinishReason finishReason) {
		this(reservation, new Prompt(List.of(), message), null, Reply.of(response), new CompletableFuture<>());
		this.outcome.complete(replyWith(response, finishReason));
	}

	boolean replayed() {
		return this.permit == null;
	}

	Start start() {
		return new Start(this.reservation.chatId(), this.reservation.conversationId(), this.reservation.price(),
				this.reservation.remainingTokens());
	}

	ChatReply replyWith(String text, FinishReason finishReason) {
		return new ChatReply(this.reservation.chatId(), this.reservation.conversationId(), this.prompt.message(), text,
				finishReason, this.reservation.price(), this.reservation.remainingTokens(),
				this.reservation.createdAt());
	}

	/** A chat before its reply. */
	record Start(UUID id, UUID conversationId, long tokensDeducted, long remainingTokens) {
	}

}
