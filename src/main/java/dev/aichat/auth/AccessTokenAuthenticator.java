package dev.aichat.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

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

/**
 * Authenticates access tokens against sessions that are cached for one second. A change
 * on this instance evicts them at once. A command has no web server, and no cache.
 */
@Component
@ConditionalOnWebApplication
class AccessTokenAuthenticator {

	private static final Duration MAX_AGE = Duration.ofSeconds(1);

	private static final int MAX_CACHED = 100_000;

	private final SessionRepository sessions;

	private final Clock clock;

	private final Ticker ticker;

	/** Valid access tokens only: a failure is not cached. */
	private final LoadingCache<String, Verified> verified;

	private final Cache<UUID, CachedOwner> owners;

	/** The times of users' latest changes: earlier cached owners are stale. */
	private final Cache<Long, Long> evictions;

	AccessTokenAuthenticator(AccessTokens tokens, SessionRepository sessions, Clock clock, Ticker ticker) {
		this.sessions = sessions;
		this.clock = clock;
		this.ticker = ticker;
		Caffeine<Object, Object> cache = Caffeine.newBuilder()
			.maximumSize(MAX_CACHED)
			.expireAfterWrite(MAX_AGE)
			.ticker(ticker);
		this.verified = cache.build(tokens::verify);
		this.owners = cache.build();
		this.evictions = cache.build();
	}

	/** Returns the enabled user and the live session of a valid access token. */
	SessionAuthentication authenticate(String accessToken) {
		Verified token = this.verified.get(accessToken);
		if (!this.clock.instant().isBefore(token.expiry())) {
			throw new InvalidAccessTokenException();
		}
		CurrentUser user = owner(token.sessionId(), token.userId()).user()
			.filter((owner) -> owner.id() == token.userId())
			.orElseThrow(InvalidAccessTokenException::new);
		return new SessionAuthentication(user, token.sessionId());
	}

	/**
	 * One query serves all concurrent callers. A caller that waited for another's query,
	 * which may have begun too early, checks its age again.
	 */
	private CachedOwner owner(UUID sessionId, long userId) {
		CachedOwner cached = this.owners.getIfPresent(sessionId);
		if (cached != null && !isStale(cached, userId)) {
			return cached;
		}
		return this.owners.asMap()
			.compute(sessionId, (id, other) -> (other != null && !isStale(other, userId)) ? other : load(id));
	}

	private CachedOwner load(UUID sessionId) {
		long beforeTheQuery = this.ticker.read();
		return new CachedOwner(this.sessions.findOwner(sessionId), beforeTheQuery);
	}

	private boolean isStale(CachedOwner cached, long userId) {
		Long evicted = this.evictions.getIfPresent(userId);
		return (evicted != null && cached.nanoTime() - evicted <= 0)
				|| this.ticker.read() - cached.nanoTime() >= MAX_AGE.toNanos();
	}

	/** Evicts all cached sessions of a user. */
	void evict(long userId) {
		this.evictions.asMap().compute(userId, (id, before) -> this.ticker.read());
	}

	@TransactionalEventListener
	void evict(UserChanged committed) {
		evict(committed.userId());
	}

	/** The owner of a session at a time; nothing once the session has ended, for good. */
	private record CachedOwner(Optional<CurrentUser> user, long nanoTime) {
	}

}
