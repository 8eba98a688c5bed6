package dev.aichat.user;

import dev.aichat.web.InvalidAccessTokenException;

/** The user is disabled or erased, so that the access token is no longer valid. */
public class InactiveUserException extends InvalidAccessTokenException {

}
