package dev.aichat.chat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.aichat.ai.AiCall;
import dev.aichat.ai.FinishReason;
import dev.aichat.ai.LanguageModel;
import dev.aichat.ai.Reply;
import dev.aichat.chat.Billing.Reservation;

/**
 * A charged chat that waits for its reply, with its call of the AI; or one as it is
 * stored, without.
 *
 * @param conversation what the AI is asked: the message after its context
 * @param outcome the whole reply once it is stored, or the failure once it is refunded
 */
record StartedChat(Reservation reservation, String message, List<LanguageModel.Message> conversation,
		@Nullable AiCall call, Reply reply, CompletableFuture<ChatReply> outcome) {

	StartedChat(Reservation reservation, String message, List<LanguageModel.Message> conversation, AiCall call) {
		this(reservation, message, conversation, call, call.reply(), new CompletableFuture<>());
	}

	StartedChat(Reservation reservation, String message, String response) {
		this(reservation, message, List.of(), null, Reply.of(response), new CompletableFuture<>());
	}

	boolean replayed() {
		return this.call == null;
	}

	/** Returns whether another instance asks the AI. */
	boolean isElsewhere() {
		return this.call == null && !this.outcome.isDone();
	}

	/** Stops the reply; the chat ends soon. */
	void stop() {
		if (this.call != null) {
			this.call.stop();
		}
	}

	Start start() {
		return new Start(this.reservation.chatId(), this.reservation.conversationId(), this.reservation.price(),
				this.reservation.remainingTokens());
	}

	ChatReply replyWith(String text, FinishReason finishReason) {
		return new ChatReply(this.reservation.chatId(), this.reservation.conversationId(), this.message, text,
				finishReason, this.reservation.price(), this.reservation.remainingTokens(),
				this.reservation.createdAt());
	}

	/** A chat before its reply. */
	record Start(UUID id, UUID conversationId, long tokensDeducted, long remainingTokens) {
	}

}
