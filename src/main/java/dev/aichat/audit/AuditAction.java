package dev.aichat.audit;

/** An action that changes a user; {@code CREATE} is the command line's. */
public enum AuditAction {

	CREATE, ENABLE, DISABLE, CHANGE_ROLE, RESET_PASSWORD, END_SESSIONS, ADJUST_TOKENS, ERASE

}
