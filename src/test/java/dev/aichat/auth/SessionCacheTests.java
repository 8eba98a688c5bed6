package dev.aichat.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.github.benmanes.caffeine.cache.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Books;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.UserService;
import dev.aichat.web.InvalidAccessTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Cached sessions are never older than a second, nor older than a change on this
 * instance.
 */
class SessionCacheTests extends SessionTests {

	@Autowired
	Books books;

	@Autowired
	UserService users;

	@Autowired
	AccessTokens accessTokens;

	@Autowired
	Clock clock;

	@Autowired
	Ticker ticker;

	@Test
	void sessionEndsOnOtherInstancesWithinASecond() {
		Caller caller = this.client.newUser();
		AccessTokenAuthenticator elsewhere = this.sessions.authenticatorElsewhere();
		List<Runnable> ends = List.of(() -> caller.post("/api/logout", Map.of("everywhere", true)),
				() -> this.users.disable(caller.id()));
		for (Runnable end : ends) {
			Access session = this.sessions.open(this.sessions.prove(caller));
			assertThat(elsewhere.authenticate(session.accessToken()).getPrincipal().id()).isEqualTo(caller.id());
			Access kept = this.sessions.open(this.sessions.prove(this.client.newUser()));
			end.run();
			Awaitility.await()
				.atMost(Duration.ofSeconds(2))
				.untilAsserted(() -> assertThatExceptionOfType(InvalidAccessTokenException.class)
					.isThrownBy(() -> elsewhere.authenticate(session.accessToken())));
			assertThat(elsewhere.authenticate(kept.accessToken())).isNotNull();
		}
	}

	/** A look at the database that began before the end must not be believed after it. */
	@Test
	void queryBegunBeforeTheEndDoesNotReviveTheSession() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		CountDownLatch queried = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		AccessTokenAuthenticator authenticator = new AccessTokenAuthenticator(this.accessTokens,
				new CountingRepository(this.books.sql()) {
					@Override
					Optional<CurrentUser> findOwner(UUID id) {
						Optional<CurrentUser> owner = super.findOwner(id);
						if (queries() == 1) {
							queried.countDown();
							await(ended);
						}
						return owner;
					}
				}, this.clock, this.ticker);
		List<Boolean> in = Concurrently.run(2, (i) -> {
			if (i == 0) {
				return isIn(authenticator, session);
			}
			await(queried);
			this.users.endSessions(this.userId(session));
			authenticator.evict(this.userId(session));
			ended.countDown();
			return isIn(authenticator, session);
		});
		assertThat(in.get(1)).as("after the end").isFalse();
		assertThat(isIn(authenticator, session)).as("and later").isFalse();
	}

	/** Whoever waited for an answer that took long wants to know how it is now. */
	@Test
	void resultOfASlowQueryIsNotShared() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		CountDownLatch queried = new CountDownLatch(1);
		AccessTokenAuthenticator authenticator = new AccessTokenAuthenticator(this.accessTokens,
				new CountingRepository(this.books.sql()) {
					@Override
					Optional<CurrentUser> findOwner(UUID id) {
						long asked = System.nanoTime();
						Optional<CurrentUser> owner = super.findOwner(id);
						if (queries() == 1) {
							SessionCacheTests.this.users.endSessions(SessionCacheTests.this.userId(session));
							queried.countDown();
							Awaitility.await().until(() -> System.nanoTime() - asked >= 1_000_000_000);
						}
						return owner;
					}
				}, this.clock, this.ticker);
		List<Boolean> in = Concurrently.run(2, (i) -> {
			if (i == 1) {
				await(queried);
			}
			return isIn(authenticator, session);
		});
		assertThat(in).as("who asked before the end, and who asked after").containsExactly(true, false);
	}

	@Test
	void sessionIsQueriedOncePerSecondForAllItsAccessTokens() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		CountingRepository sessions = new CountingRepository(this.books.sql());
		AccessTokenAuthenticator authenticator = new AccessTokenAuthenticator(this.accessTokens, sessions, this.clock,
				this.ticker);
		List<String> tokens = IntStream.range(0, 10)
			.mapToObj((i) -> this.accessTokens.issue(userId(session), Sessions.id(session)))
			.toList();
		long begin = System.nanoTime();
		Concurrently.run(8, (i) -> {
			for (int n = 0; n < 1000; n++) {
				authenticator.authenticate(tokens.get(n % tokens.size()));
			}
			return i;
		});
		assertThat(sessions.queries()).isPositive()
			.isLessThanOrEqualTo(1 + (int) Duration.ofNanos(System.nanoTime() - begin).toSeconds());
	}

	private static boolean isIn(AccessTokenAuthenticator authenticator, Access session) {
		try {
			authenticator.authenticate(session.accessToken());
			return true;
		}
		catch (InvalidAccessTokenException ex) {
			return false;
		}
	}

	private long userId(Access session) {
		return this.accessTokens.verify(session.accessToken()).userId();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Counts the queries. */
	private static class CountingRepository extends SessionRepository {

		private final AtomicInteger queries = new AtomicInteger();

		CountingRepository(JdbcClient jdbc) {
			super(jdbc);
		}

		int queries() {
			return this.queries.get();
		}

		@Override
		Optional<CurrentUser> findOwner(UUID id) {
			this.queries.incrementAndGet();
			return super.findOwner(id);
		}

	}

}
