package dev.aichat.chat;

import java.util.UUID;
import java.util.function.Supplier;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.aichat.ai.Reply;

/**
 * A message that is paid for, and being answered or answered already.
 *
 * @param start what is known before the reply
 * @param reply the reply's text, to be read while it arrives
 * @param outcome does what is left to do and gives the stored and paid-for reply; to be
 * called once
 * @param replayed whether an earlier request did it, with the same idempotency key
 */
record StartedChat(Start start, Reply reply, Supplier<ChatReply> outcome, boolean replayed) {

	static StartedChat replay(ChatReply stored) {
		Start start = new Start(stored.id(), stored.conversationId(), stored.tokensDeducted(),
				stored.remainingTokens());
		return new StartedChat(start, Reply.of(stored.response()), () -> stored, true);
	}

	/**
	 * What is known of a chat before its reply.
	 *
	 * @param id the chat
	 * @param conversationId the conversation it belongs to
	 * @param tokensDeducted what the message cost
	 * @param remainingTokens the balance right after
	 */
	@Schema(example = """
			{"id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "conversation_id": "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11",
			"tokens_deducted": 100, "remaining_tokens": 3900}""")
	record Start(UUID id, UUID conversationId, long tokensDeducted, long remainingTokens) {

		static Start of(Reservation reservation) {
			return new Start(reservation.chatId(), reservation.conversationId(), reservation.price(),
					reservation.remainingTokens());
		}

	}

}
