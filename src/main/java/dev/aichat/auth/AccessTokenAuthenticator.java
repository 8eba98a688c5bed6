package dev.aichat.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import dev.aichat.auth.AccessTokens.Verified;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.UserChanged;
import dev.aichat.web.InvalidAccessTokenException;

/**
 * Knows who is calling, as of at most one second ago, and as of now where this instance
 * was told of a change. It asks the database once a second for each session. Without a
 * web server nobody calls, and there is nothing to be told.
 */
@Component
@ConditionalOnWebApplication
class AccessTokenAuthenticator {

	private static final Duration MAX_AGE = Duration.ofSeconds(1);

	private static final int MAX_CACHED = 100_000;

	private final SessionRepository sessions;

	private final Clock clock;

	/** Only good access tokens: what throws is not cached. */
	private final LoadingCache<String, Verified> verified;

	private final Cache<UUID, Sighting> sightings = Caffeine.newBuilder()
		.maximumSize(MAX_CACHED)
		.expireAfterWrite(MAX_AGE)
		.build();

	/** When users changed: after MAX_AGE, no sighting from before is left to refuse. */
	private final Cache<Long, Long> changes = Caffeine.newBuilder()
		.maximumSize(MAX_CACHED)
		.expireAfterWrite(MAX_AGE)
		.build();

	AccessTokenAuthenticator(AccessTokens tokens, SessionRepository sessions, Clock clock) {
		this.sessions = sessions;
		this.clock = clock;
		this.verified = Caffeine.newBuilder().maximumSize(MAX_CACHED).expireAfterWrite(MAX_AGE).build(tokens::verify);
	}

	/**
	 * Tells who is calling.
	 * @param accessToken what the caller sent
	 * @return the user, who is enabled, and the session, which lives
	 * @throws InvalidAccessTokenException if the access token is not good, its session
	 * has ended or is another user's, or its user is gone or disabled
	 */
	SessionAuthentication identify(String accessToken) {
		Verified token = this.verified.get(accessToken);
		if (!this.clock.instant().isBefore(token.expiry())) {
			throw new InvalidAccessTokenException();
		}
		CurrentUser user = sighting(token.sessionId(), token.userId()).owner()
			.filter((owner) -> owner.id() == token.userId())
			.orElseThrow(InvalidAccessTokenException::new);
		return new SessionAuthentication(user, token.sessionId());
	}

	/**
	 * One look for all who ask at once: whoever waited for another's, which may have
	 * begun too long ago or before a change, judges it again.
	 */
	private Sighting sighting(UUID sessionId, long userId) {
		Sighting sighting = this.sightings.getIfPresent(sessionId);
		if (sighting != null && !isStale(sighting, userId)) {
			return sighting;
		}
		return this.sightings.asMap()
			.compute(sessionId, (id, seen) -> (seen != null && !isStale(seen, userId)) ? seen : look(id));
	}

	/** The time is from before the question, however long the answer takes. */
	private Sighting look(UUID sessionId) {
		long now = System.nanoTime();
		return new Sighting(this.sessions.findOwner(sessionId), now);
	}

	private boolean isStale(Sighting sighting, long userId) {
		Long change = this.changes.getIfPresent(userId);
		return (change != null && sighting.nanoTime() - change <= 0)
				|| System.nanoTime() - sighting.nanoTime() >= MAX_AGE.toNanos();
	}

	/** Believes nothing about a user any more that was found out before now. */
	void forget(long userId) {
		this.changes.asMap().compute(userId, (id, before) -> System.nanoTime());
	}

	@TransactionalEventListener
	void forget(UserChanged committed) {
		forget(committed.userId());
	}

	/**
	 * What the database said of a session.
	 *
	 * @param owner whose it is; nothing once it has ended, which is for ever
	 * @param nanoTime when it was asked
	 */
	private record Sighting(Optional<CurrentUser> owner, long nanoTime) {
	}

}
