package dev.aichat.auth;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import org.springframework.stereotype.Service;

import dev.aichat.account.AccountService;
import dev.aichat.account.CurrentUser;
import dev.aichat.account.InvalidTokenException;

/** Logs users in, and knows who is calling. */
@Service
class SessionService {

	/** How long an instance may go on believing what it read about a user. */
	private static final Duration MAX_AGE = Duration.ofSeconds(1);

	private static final int MAX_CACHED = 100_000;

	private final AccountService accounts;

	private final AccessTokens tokens;

	private final LoadingCache<Long, Optional<CurrentUser>> users;

	SessionService(AccountService accounts, AccessTokens tokens) {
		this.accounts = accounts;
		this.tokens = tokens;
		this.users = Caffeine.newBuilder()
			.maximumSize(MAX_CACHED)
			.expireAfterWrite(MAX_AGE)
			.build(accounts::findEnabled);
	}

	/**
	 * Opens a session.
	 * @param username the name in any case and Unicode form
	 * @param password the password
	 * @return its access token
	 * @throws InvalidCredentialsException if the name is unknown, the password wrong or
	 * the user disabled; the caller cannot tell which
	 */
	AccessToken logIn(String username, String password) {
		CurrentUser user = this.accounts.authenticate(username, password).orElseThrow(InvalidCredentialsException::new);
		return new AccessToken(this.tokens.issue(user, UUID.randomUUID()), this.tokens.lifetime());
	}

	/**
	 * Tells who is calling.
	 * @param accessToken what the caller sent
	 * @return the user, enabled as of at most one second ago
	 * @throws InvalidTokenException if the token is not good, or its user gone or
	 * disabled
	 */
	CurrentUser caller(String accessToken) {
		return this.users.get(this.tokens.userId(accessToken)).orElseThrow(InvalidTokenException::new);
	}

	/**
	 * An access token.
	 *
	 * @param value the JWT
	 * @param lifetime how long it is good for
	 */
	record AccessToken(String value, Duration lifetime) {
	}

}
