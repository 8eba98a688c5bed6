package dev.aichat.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.aichat.testing.Concurrently;
import dev.aichat.testing.MovableClock;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.UserChanged;
import dev.aichat.web.InvalidAccessTokenException;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/** Sessions are cached for a second, unless their user changes. */
@Tag("mutation")
class AccessTokenAuthenticatorTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

	private static final UUID SESSION = UUID.fromString("0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11");

	private static final CurrentUser ADA = new CurrentUser(7, "ada", Role.USER);

	private final MovableClock clock = new MovableClock(NOW);

	private final AccessTokens tokens = new AccessTokens(FreshSessionTests.SETTINGS, this.clock);

	private final SessionRepository sessions = mock();

	private final AtomicLong nanos = new AtomicLong();

	private final AccessTokenAuthenticator authenticator = new AccessTokenAuthenticator(this.tokens, this.sessions,
			this.nanos::get);

	private final String token = this.tokens.issue(ADA.id(), SESSION, Duration.ofMinutes(30));

	@BeforeEach
	void open() {
		given(this.sessions.findOwner(SESSION)).willReturn(Optional.of(ADA));
	}

	@Test
	void sessionIsReadOnceASecond() {
		for (int i = 0; i < 5; i++) {
			assertThat(this.authenticator.authenticate(this.token).getPrincipal()).isEqualTo(ADA);
		}
		then(this.sessions).should(times(1)).findOwner(SESSION);
	}

	@Test
	void changeOnThisInstanceCountsAtOnce() {
		this.authenticator.authenticate(this.token);
		given(this.sessions.findOwner(SESSION)).willReturn(Optional.empty());
		this.authenticator.evict(new UserChanged(ADA.id() + 1));
		assertThat(this.authenticator.authenticate(this.token).getPrincipal()).isEqualTo(ADA);
		this.authenticator.evict(new UserChanged(ADA.id()));
		isRejected(this.token);
		isRejected(this.token);
		then(this.sessions).should(times(2)).findOwner(SESSION);
	}

	@Test
	void changeOnAnotherInstanceCountsAfterASecond() {
		this.authenticator.authenticate(this.token);
		given(this.sessions.findOwner(SESSION)).willReturn(Optional.empty());
		this.nanos.set(Duration.ofSeconds(1).toNanos() - 1);
		assertThat(this.authenticator.authenticate(this.token).getPrincipal()).isEqualTo(ADA);
		this.nanos.set(Duration.ofSeconds(1).toNanos());
		isRejected(this.token);
	}

	@Test
	void queryThatBeganBeforeAChangeDoesNotBringTheSessionBack() {
		given(this.sessions.findOwner(SESSION)).willAnswer((query) -> {
			this.authenticator.evict(ADA.id());
			return Optional.of(ADA);
		}).willReturn(Optional.empty());
		assertThat(this.authenticator.authenticate(this.token).getPrincipal()).isEqualTo(ADA);
		isRejected(this.token);
	}

	@Test
	void slowQueryIsNotReusedByRequestsThatBeganASecondLater() {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch late = new CountDownLatch(1);
		given(this.sessions.findOwner(SESSION)).willAnswer((query) -> {
			asked.countDown();
			assertThat(late.await(10, TimeUnit.SECONDS)).isTrue();
			return Optional.of(ADA);
		}).willReturn(Optional.empty());
		Concurrently.run(2, (i) -> {
			if (i == 0) {
				return this.authenticator.authenticate(this.token).getPrincipal();
			}
			Concurrently.await(asked);
			this.nanos.set(Duration.ofSeconds(1).toNanos());
			isRejected(this.token);
			late.countDown();
			return ADA;
		});
	}

	@Test
	void concurrentRequestsShareOneQuery() {
		List<String> tokens = List.of(this.token, this.tokens.issue(ADA.id(), SESSION, Duration.ofMinutes(30)));
		Concurrently.run(8, () -> {
			for (int n = 0; n < 1000; n++) {
				this.authenticator.authenticate(tokens.get(n % 2));
			}
		});
		then(this.sessions).should(times(1)).findOwner(SESSION);
	}

	@Test
	void failedQueryIsNotCached() {
		given(this.sessions.findOwner(SESSION)).willThrow(new IllegalStateException("as told"))
			.willReturn(Optional.of(ADA));
		assertThatIllegalStateException().isThrownBy(() -> this.authenticator.authenticate(this.token));
		assertThat(this.authenticator.authenticate(this.token).getPrincipal()).isEqualTo(ADA);
	}

	@Test
	void cachedTokenExpiresOnTime() {
		this.authenticator.authenticate(this.token);
		this.clock.move(NOW.plus(Duration.ofMinutes(30)).minusMillis(1));
		this.authenticator.authenticate(this.token);
		this.clock.move(NOW.plus(Duration.ofMinutes(30)));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.authenticator.authenticate(this.token))
			.returns("token_expired", ProblemException::code);
	}

	@Test
	void sessionOfAnotherUserIsRejected() {
		isRejected(this.tokens.issue(ADA.id() + 1, SESSION, Duration.ofMinutes(30)));
	}

	@Test
	void forgedTokenIsRejectedWithoutAQuery() {
		isRejected(this.token + "x");
		then(this.sessions).shouldHaveNoInteractions();
	}

	private void isRejected(String token) {
		assertThatExceptionOfType(InvalidAccessTokenException.class)
			.isThrownBy(() -> this.authenticator.authenticate(token));
	}

}
