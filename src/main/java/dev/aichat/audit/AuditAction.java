package dev.aichat.audit;

/** What was done to a user. */
public enum AuditAction {

	/** An admin was created from the console. */
	CREATE,

	/** The user may log in and spend again. */
	ENABLE,

	/** The user was logged out, and may neither log in nor spend. */
	DISABLE,

	/** The user may do more, or less. */
	CHANGE_ROLE,

	/** The user got another password, and was logged out. */
	RESET_PASSWORD,

	/** The user was logged out. */
	END_SESSIONS,

	/** The balance was corrected. */
	ADJUST_TOKENS,

	/** The name and all texts were removed, for good. */
	ERASE

}
