package dev.aichat.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Rejects an access token that is malformed, forged, expired or revoked, or whose user is
 * disabled. The header is RFC 6750's; the status is the published contract's.
 */
public class InvalidAccessTokenException extends ProblemException {

	public InvalidAccessTokenException() {
		this("The access token is not valid, log in again.");
	}

	@SuppressWarnings("this-escape") // header() is final
	public InvalidAccessTokenException(String detail) {
		super(HttpStatus.FORBIDDEN, "invalid_token", detail);
		header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
	}

}
