package dev.aichat.console;

/** A message about the last action, shown once by the next view. */
enum FlashMessage {

	ADJUSTED("The balance was adjusted."), ENABLED("The user may log in and chat again."),
	DISABLED("The user is disabled, and logged out everywhere."), ROLE_CHANGED("The role was changed."),
	PASSWORD_RESET("The password was replaced, and the user is logged out everywhere."),
	SESSIONS_ENDED("The user is logged out everywhere."), ERASED("The account was erased."),
	SIGNED_OUT("You are signed out."), ENDED("Your session has ended. Please sign in again.");

	private final String text;

	FlashMessage(String text) {
		this.text = text;
	}

	String text() {
		return this.text;
	}

}
