package dev.aichat.chat;

/** How far a message has come. The last two are for ever. */
public enum ChatState {

	/** Paid for; the AI is being asked. */
	PENDING,

	/** The reply is stored, and the message stays paid for. */
	ANSWERED,

	/** There was no reply, and the tokens are back. */
	REFUNDED

}
