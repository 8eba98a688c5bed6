package dev.aichat.user;

import org.springframework.http.HttpStatus;

import dev.aichat.web.ProblemException;

/** The change would leave the service without an enabled admin. */
public class LastAdminException extends ProblemException {

	LastAdminException() {
		super(HttpStatus.CONFLICT, "last_admin", "This is the last enabled admin, appoint another one first.");
	}

}
