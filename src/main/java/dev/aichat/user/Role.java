package dev.aichat.user;

/** What a user may do beyond spending their own tokens. */
public enum Role {

	/** Chats and pays. */
	USER,

	/** Runs the service. */
	ADMIN

}
