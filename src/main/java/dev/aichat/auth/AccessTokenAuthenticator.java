package dev.aichat.auth;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import dev.aichat.auth.AccessTokens.Verified;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.UserChanged;
import dev.aichat.web.InvalidAccessTokenException;
import dev.aichat.web.ProblemException;

/**
 * Authenticates access tokens against sessions cached for one second. A change that is
 * made on this instance counts at once.
 */
@Component
@ConditionalOnWebApplication
class AccessTokenAuthenticator {

	private static final Duration MAX_AGE = Duration.ofSeconds(1);

	private static final int MAX_USERS = 100_000;

	private static final int MAX_TOKENS = 10_000;

	private final SessionRepository sessions;

	private final AccessTokens tokens;

	/** The claims of valid access tokens; a failure is not cached. */
	private final LoadingCache<String, Verified> verified;

	/**
	 * The owners of each user's sessions, all read after their map was made. So no
	 * request gets an owner that was read over a second before it, however long the query
	 * took; and once a map is evicted, no query that began before can bring a session
	 * back.
	 */
	private final Cache<Long, Map<UUID, FutureTask<Optional<CurrentUser>>>> owners;

	AccessTokenAuthenticator(AccessTokens tokens, SessionRepository sessions, Ticker ticker) {
		this.sessions = sessions;
		this.tokens = tokens;
		this.verified = Caffeine.newBuilder().maximumSize(MAX_TOKENS).build(tokens::verify);
		this.owners = Caffeine.newBuilder().maximumSize(MAX_USERS).expireAfterWrite(MAX_AGE).ticker(ticker).build();
	}

	/**
	 * Authenticates an access token.
	 * @param accessToken the token as it was sent
	 * @return the enabled user and the living session
	 * @throws InvalidAccessTokenException if the access token is not valid, its session
	 * has ended or is another user's, or its user is gone or disabled
	 * @throws ProblemException {@code token_expired}
	 */
	SessionAuthentication authenticate(String accessToken) {
		Verified token = this.verified.get(accessToken);
		this.tokens.requireUnexpired(token);
		CurrentUser user = findOwner(token).filter((owner) -> owner.id() == token.userId())
			.orElseThrow(InvalidAccessTokenException::new);
		return new SessionAuthentication(user, token.sessionId());
	}

	/** Shares one query, and its failure, among the requests that wait for it. */
	private Optional<CurrentUser> findOwner(Verified token) {
		Map<UUID, FutureTask<Optional<CurrentUser>>> cached = this.owners.get(token.userId(),
				(id) -> new ConcurrentHashMap<>());
		FutureTask<Optional<CurrentUser>> query = cached.computeIfAbsent(token.sessionId(),
				(id) -> new FutureTask<>(() -> this.sessions.findOwner(id)));
		query.run();
		try {
			return query.get();
		}
		catch (ExecutionException ex) {
			cached.remove(token.sessionId(), query);
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Evicts a user's sessions, so that the next request reads them again. */
	void evict(long userId) {
		this.owners.invalidate(userId);
	}

	@TransactionalEventListener
	void evict(UserChanged committed) {
		evict(committed.userId());
	}

}
