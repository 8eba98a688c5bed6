package dev.aichat.user;

/** The role of a user. */
public enum Role {

	/** Chats and pays. */
	USER,

	/** Administers users as well. */
	ADMIN

}
