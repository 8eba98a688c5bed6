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
import dev.aichat.chat.Billing.Reservation;

/**
 * A user's message and the AI's reply to it. Its state changes through the guarded
 * statements of {@link ChatRepository} and {@link PendingChatRepository} alone.
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

	/** The end of a pending chat's lease, by the database's clock. */
	private Instant expiresAt;

	private @Nullable Instant answeredAt;

	private boolean stopRequested;

	private @Nullable Integer promptTokens;

	private @Nullable Integer completionTokens;

	/**
	 * The title of the conversation, kept by its first chat; null until it is changed.
	 */
	private @Nullable String title;

	/** True once the user has deleted the conversation. */
	private boolean deleted;

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

	/** Returns whether its user asked to stop the reply. */
	boolean isStopRequested() {
		return this.stopRequested;
	}

	/** Returns whether its user deleted the conversation. */
	boolean isDeleted() {
		return this.deleted;
	}

	/** The chat as it is stored, with the balance that its charge left. */
	StartedChat stored(long remainingTokens) {
		Reservation reservation = new Reservation(this.id, this.conversationId, this.userId, this.price,
				remainingTokens, this.createdAt);
		StartedChat chat = new StartedChat(reservation, this.message, Objects.requireNonNullElse(this.response, ""));
		if (this.response != null && this.finishReason != null) {
			chat.outcome().complete(chat.replyWith(this.response, this.finishReason));
		}
		return chat;
	}

	ChatItem item() {
		return new ChatItem(this.id, this.conversationId, this.message, this.response, this.finishReason, this.state,
				(this.state != ChatState.REFUNDED) ? this.price : 0, this.createdAt, this.promptTokens,
				this.completionTokens);
	}

	/** Returns whether this chat was begun by the same request. */
	boolean wasBegunBy(Message other) {
		boolean beganConversation = this.id.equals(this.conversationId);
		UUID asked = beganConversation ? null : this.conversationId;
		return this.message.equals(other.text()) && Objects.equals(asked, other.conversationId());
	}

}
