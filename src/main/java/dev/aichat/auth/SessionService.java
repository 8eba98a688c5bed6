package dev.aichat.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionalEventListener;

import dev.aichat.account.AccountChanged;
import dev.aichat.account.AccountService;
import dev.aichat.account.CurrentUser;
import dev.aichat.account.InvalidTokenException;
import dev.aichat.account.User;
import dev.aichat.auth.AccessTokens.Verified;

/** Logs users in, and knows who is calling. */
@Service
class SessionService {

	/** How long an instance may go on believing what it found out about a caller. */
	private static final Duration MAX_AGE = Duration.ofSeconds(1);

	private static final int MAX_CACHED = 100_000;

	private final AccountService accounts;

	private final AccessTokens tokens;

	private final Clock clock;

	private final LoadingCache<String, Caller> callers = Caffeine.newBuilder()
		.maximumSize(MAX_CACHED)
		.expireAfterWrite(MAX_AGE)
		.build(this::identify);

	SessionService(AccountService accounts, AccessTokens tokens, Clock clock) {
		this.accounts = accounts;
		this.tokens = tokens;
		this.clock = clock;
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
		User user = this.accounts.authenticate(username, password).orElseThrow(InvalidCredentialsException::new);
		return new AccessToken(this.tokens.issue(user.id(), UUID.randomUUID()), this.tokens.lifetime());
	}

	/**
	 * Tells who is calling.
	 * @param accessToken what the caller sent
	 * @return the user, enabled as of at most one second ago
	 * @throws InvalidTokenException if the token is not good, or its user gone or
	 * disabled
	 */
	CurrentUser caller(String accessToken) {
		Caller caller = this.callers.get(accessToken);
		if (!this.clock.instant().isBefore(caller.expiry())) {
			throw new InvalidTokenException();
		}
		return caller.user();
	}

	@TransactionalEventListener
	void forget(AccountChanged change) {
		this.callers.asMap().values().removeIf((caller) -> caller.user().id() == change.userId());
	}

	/** Only good tokens are remembered: what throws here is not cached. */
	private Caller identify(String accessToken) {
		Verified token = this.tokens.verify(accessToken);
		CurrentUser user = this.accounts.findEnabled(token.userId()).orElseThrow(InvalidTokenException::new);
		return new Caller(user, token.expiry());
	}

	private record Caller(CurrentUser user, Instant expiry) {
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
