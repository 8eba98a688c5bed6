package dev.aichat.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.aichat.testing.MovableClock;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.UserChanged;
import dev.aichat.web.InvalidAccessTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/** Callers are looked up once a second, or again as soon as something changed. */
class AccessTokenAuthenticatorTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

	private static final UUID SESSION = UUID.fromString("0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11");

	private static final CurrentUser ADA = new CurrentUser(7, "ada", Role.USER);

	private final MovableClock clock = new MovableClock(NOW);

	private final AccessTokens tokens = new AccessTokens(new JwtSettings("a secret of more than thirty-two bytes",
			Duration.ofMinutes(30), Duration.ofDays(7), Duration.ofDays(30)), this.clock);

	private final SessionRepository sessions = mock();

	private final AccessTokenAuthenticator callers = new AccessTokenAuthenticator(this.tokens, this.sessions,
			this.clock);

	private final String token = this.tokens.issue(ADA.id(), SESSION);

	@BeforeEach
	void open() {
		given(this.sessions.findOwner(SESSION)).willReturn(Optional.of(ADA));
	}

	@Test
	void oneLookIsEnoughForAWhile() {
		for (int i = 0; i < 5; i++) {
			assertThat(this.callers.identify(this.token).getPrincipal()).isEqualTo(ADA);
		}
		then(this.sessions).should(times(1)).findOwner(SESSION);
	}

	@Test
	void changeIsSeenAtOnce() {
		this.callers.identify(this.token);
		given(this.sessions.findOwner(SESSION)).willReturn(Optional.empty());
		this.callers.forget(new UserChanged(ADA.id() + 1));
		assertThat(this.callers.identify(this.token).getPrincipal()).isEqualTo(ADA);
		this.callers.forget(new UserChanged(ADA.id()));
		isRefused(this.token);
		isRefused(this.token);
		then(this.sessions).should(times(2)).findOwner(SESSION);
	}

	@Test
	void changeElsewhereIsSeenWithinASecond() {
		this.callers.identify(this.token);
		given(this.sessions.findOwner(SESSION)).willReturn(Optional.empty());
		long start = System.nanoTime();
		boolean refused = false;
		while (!refused && System.nanoTime() - start < Duration.ofSeconds(10).toNanos()) {
			try {
				this.callers.identify(this.token);
				Thread.onSpinWait();
			}
			catch (InvalidAccessTokenException ex) {
				refused = true;
			}
		}
		assertThat(refused).isTrue();
	}

	@Test
	void tokenIsNotBelievedLongerThanItIsGood() {
		this.callers.identify(this.token);
		this.clock.move(NOW.plus(Duration.ofMinutes(30)).minusMillis(1));
		this.callers.identify(this.token);
		this.clock.move(NOW.plus(Duration.ofMinutes(30)));
		isRefused(this.token);
	}

	@Test
	void sessionOfAnotherUserIsRefused() {
		isRefused(this.tokens.issue(ADA.id() + 1, SESSION));
	}

	@Test
	void tokenThatIsNotOursIsRefusedWithoutALook() {
		isRefused(this.token + "x");
		then(this.sessions).shouldHaveNoInteractions();
	}

	private void isRefused(String token) {
		assertThatExceptionOfType(InvalidAccessTokenException.class).isThrownBy(() -> this.callers.identify(token));
	}

}
