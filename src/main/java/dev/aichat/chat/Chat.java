package dev.aichat.chat;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import dev.aichat.ai.FinishReason;

/**
 * A user's message and the AI's reply to it. Its state changes through the guarded
 * statements of {@link ChatRepository} alone.
 */
@Entity
@Table(name = "chats")
class Chat {

	@Id
	private UUID id;

	private long userId;

	private UUID conversationId;

	private String message;

	private @Nullable String response;

	@Enumerated(EnumType.STRING)
	private @Nullable FinishReason finishReason;

	@Enumerated(EnumType.STRING)
	private ChatState state;

	private long price;

	private @Nullable String idempotencyKey;

	private Instant createdAt;

	/** When a pending chat is overdue, by the database's clock. */
	private Instant expiresAt;

	private @Nullable Instant answeredAt;

	private @Nullable Integer promptTokens;

	private @Nullable Integer completionTokens;

	@SuppressWarnings("NullAway") // for JPA
	protected Chat() {
	}

	UUID id() {
		return this.id;
	}

	long userId() {
		return this.userId;
	}

	long price() {
		return this.price;
	}

	/** The charge, with the balance that it left. */
	Reservation reservation(long remainingTokens) {
		return new Reservation(this.id, this.conversationId, this.userId, this.price, remainingTokens, this.createdAt);
	}

	ChatItem item() {
		return new ChatItem(this.id, this.conversationId, this.message, this.response, this.finishReason, this.state,
				(this.state != ChatState.REFUNDED) ? this.price : 0, this.createdAt, this.promptTokens,
				this.completionTokens);
	}

	/** Whether this chat was begun by the same request. */
	boolean wasBegunBy(Message other) {
		boolean beganConversation = this.id.equals(this.conversationId);
		UUID asked = beganConversation ? null : this.conversationId;
		return this.message.equals(other.text()) && Objects.equals(asked, other.conversationId());
	}

}
