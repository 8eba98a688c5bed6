package dev.aichat.chat;

/** The states of a chat. The last two are final. */
public enum ChatState {

	/** Charged; the AI is being asked. */
	PENDING,

	/** The reply is stored, and the price is settled. */
	ANSWERED,

	/** There was no reply, and the price is refunded. */
	REFUNDED

}
