package dev.aichat.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.LogLines;
import dev.aichat.web.InvalidAccessTokenException;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;

/** Sessions are opened, refreshed and ended, on every instance and by one clock. */
class SessionServiceTests extends FreshSessionTests {

	private static final Duration LEEWAY = SETTINGS.refreshLeeway();

	@RegisterExtension
	final LogLines log = new LogLines();

	@Test
	void logInOpensASession() {
		Access access = this.service.logIn("ada", "right");
		assertThat(access.accessLifetime()).hasMinutes(30);
		assertThat(access.refreshLifetime()).hasDays(7);
		SessionAuthentication caller = this.authenticator.authenticate(access.accessToken());
		assertThat(caller.getPrincipal()).isEqualTo(this.ada);
		assertThat(caller.sessionId()).isEqualTo(id(access));
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> this.service.logIn("ada", "wrong"));
	}

	@Test
	void refreshContinuesTheSession() {
		Access first = open();
		Access second = refresh(first);
		assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
		assertThat(second.accessLifetime()).hasMinutes(30);
		assertThat(second.refreshLifetime()).hasDays(7);
		assertThat(this.authenticator.authenticate(second.accessToken()).sessionId()).isEqualTo(id(first))
			.isEqualTo(id(second));
		lives(refresh(second));
		assertThat(this.log.text()).doesNotContain("WARN");
	}

	@Test
	void tokenSpentLastGetsTheSameSuccessorWithinTheLeeway() {
		Access first = open();
		Access second = refresh(first);
		pass(LEEWAY.dividedBy(2));
		for (SessionService instance : List.of(this.service, elsewhere(SETTINGS))) {
			Access again = instance.refresh(first.refreshToken());
			assertThat(again.refreshToken()).isEqualTo(second.refreshToken());
			lives(again);
		}
		lives(refresh(second));
		assertThat(this.log.text()).doesNotContain("WARN");
	}

	@Test
	void tokenReusedAfterTheLeewayEndsTheSessionOnEveryInstance() {
		Access first = open();
		Access second = refresh(first);
		pass(LEEWAY.dividedBy(2));
		refresh(first);
		pass(LEEWAY.dividedBy(2));
		isReused(elsewhere(SETTINGS), first);
		isOver(second);
	}

	@Test
	void earlierTokenReusedWithinTheLeewayEndsTheSession() {
		Access other = open();
		Access first = open();
		Access second = refresh(first);
		Access third = refresh(second);
		this.authenticator.authenticate(third.accessToken());
		isReused(this.service, first);
		List.of(first, second, third).forEach(this::isOver);
		assertThat(this.log.lines().filter((line) -> line.contains("a spent refresh token was used again")))
			.singleElement()
			.asString()
			.startsWith("WARN")
			.contains(id(first).toString());
		lives(refresh(other));
	}

	@Test
	void refreshTokensOutlastAChangeOfTheSecret() {
		Access first = open();
		Access second = refresh(first);
		SessionService changed = elsewhere(settings("another secret of more than 32 bytes", LEEWAY));
		Access repeated = changed.refresh(first.refreshToken());
		assertThat(repeated.refreshToken()).isNotEqualTo(second.refreshToken());
		assertThat(changed.refresh(repeated.refreshToken()).refreshToken()).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s ", " %s", "%s=", "%s.", "%s\n", "%sA", "{%s}", "", "x", "..", "null", "' OR 1=1 --",
			"00000000-0000-0000-0000-000000000000.a.b" })
	void malformedRefreshTokenIsRejected(String text) {
		Access access = open();
		isRejected(text.formatted(access.refreshToken()));
		lives(refresh(access));
	}

	/** Access tokens and logs contain session ids. */
	@Test
	void knownSessionIdEndsNoSession() {
		Access access = open();
		RefreshToken own = RefreshToken.parse(access.refreshToken()).orElseThrow();
		RefreshToken other = RefreshToken.ofNewSession();
		for (RefreshToken guess : List.of(other, new RefreshToken(own.sessionId(), other.family(), other.secret()),
				new RefreshToken(own.sessionId(), other.family(), own.secret()),
				new RefreshToken(own.sessionId(), own.secret(), own.secret()))) {
			isRejected(guess.text());
		}
		lives(refresh(access));
		assertThat(this.log.text()).doesNotContain("WARN");
	}

	@Test
	void refreshTokensAreStoredAndPrintedWithoutTheirSecrets() {
		Access second = refresh(open());
		String row = this.database.sql().sql("SELECT * FROM sessions").query().singleRow().toString();
		RefreshToken token = RefreshToken.parse(second.refreshToken()).orElseThrow();
		for (String text : List.of(row, token.toString())) {
			assertThat(text).contains(token.sessionId().toString()).doesNotContain(token.family(), token.secret());
		}
	}

	@Test
	void sessionEndsAfterSevenDaysWithoutUse() {
		Access access = open();
		pass(Duration.ofDays(7).minusMinutes(1));
		Access next = refresh(access);
		pass(Duration.ofDays(7).minusMinutes(1));
		lives(next);
		pass(Duration.ofMinutes(1));
		isOver(next);
	}

	@Test
	void sessionEndsAfterThirtyDaysInAll() {
		Access access = open();
		for (int week = 1; week <= 5; week++) {
			access = refresh(access);
			pass(Duration.ofDays((week < 5) ? 7 : 2).minusMinutes(1));
		}
		Access last = refresh(access);
		assertThat(last.accessLifetime()).isEqualTo(last.refreshLifetime())
			.isBetween(Duration.ofSeconds(270), Duration.ofMinutes(5));
		assertThat(this.tokens.verify(last.accessToken()).expiry())
			.isBeforeOrEqualTo(Clock.systemUTC().instant().plus(last.accessLifetime()));
		pass(Duration.ofMinutes(5));
		isOver(last);
	}

	@Test
	void logOutEndsOneSession() {
		Access other = open();
		Access access = open();
		this.authenticator.authenticate(access.accessToken());
		this.service.end(this.ada.id(), id(access));
		isOver(access);
		lives(other);
	}

	@Test
	void logOutEverywhereEndsAllSessions() {
		this.service.endAll(this.ada.id());
		then(this.users).should().endSessions(this.ada.id());
	}

	@Test
	void refreshTokenAuthenticatesItsSessionOnce() {
		Access access = open();
		SessionAuthentication session = this.service.authenticate(access.refreshToken());
		assertThat(session.getPrincipal()).isEqualTo(this.ada);
		assertThat(session.sessionId()).isEqualTo(id(access));
		pass(LEEWAY);
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.service.authenticate(access.refreshToken()))
			.returns("refresh_token_reused", ProblemException::code);
	}

	@Test
	void passwordChangeKeepsOneSession() {
		Access other = open();
		Access own = open();
		willAnswer((call) -> Optional.of(nextEpoch())).given(this.users).changePassword(this.user, "the new hash");
		changePassword(own);
		lives(own);
		isOver(other);
	}

	@Test
	void wrongOrOutdatedPasswordChangesNothing() {
		Access own = open();
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> this.service.changePassword(this.ada.id(), id(own), "wrong", "new"));
		given(this.users.changePassword(this.user, "the new hash")).willReturn(Optional.empty());
		assertThatExceptionOfType(InvalidCredentialsException.class).isThrownBy(() -> changePassword(own));
		lives(own);
	}

	@Test
	void endedSessionChangesNoPassword() {
		Access own = open();
		this.repository.end(id(own));
		willAnswer((call) -> Optional.of(nextEpoch())).given(this.users).changePassword(this.user, "the new hash");
		assertThatExceptionOfType(InvalidAccessTokenException.class).isThrownBy(() -> changePassword(own));
		assertThat(epoch()).isZero();
	}

	@Test
	void sessionBeyondTheMaximumEndsTheOldestAndThoseOfPastEpochsFirst() {
		List<Access> sessions = new ArrayList<>();
		for (int i = 0; i <= SessionService.MAX_PER_USER; i++) {
			sessions.add(open());
			pass(Duration.ofSeconds(1));
		}
		isOver(sessions.get(0));
		lives(sessions.get(1));
		this.repository.carryOver(id(sessions.get(1)), this.ada.id(), nextEpoch());
		given(this.user.sessionEpoch()).willReturn(1L);
		open();
		lives(sessions.get(1));
		assertThat(this.database.number("SELECT COUNT(*) FROM sessions")).isEqualTo(SessionService.MAX_PER_USER);
	}

	@Test
	void cleanupDeletesExpiredSessionsOnly() {
		List.of(open(), open(), open(), open());
		pass(Duration.ofDays(7));
		Access living = open();
		assertThat(this.repository.deleteExpired(1)).isOne();
		this.service.deleteExpired();
		assertThat(this.database.number("SELECT COUNT(*) FROM sessions")).isOne();
		lives(living);
	}

	private Access open() {
		return this.service.open(this.user);
	}

	private Access refresh(Access access) {
		return this.service.refresh(access.refreshToken());
	}

	private void changePassword(Access own) {
		given(this.users.authenticate(this.ada.id(), "old")).willReturn(Optional.of(this.user));
		given(this.users.hashPassword("new")).willReturn("the new hash");
		this.service.changePassword(this.ada.id(), id(own), "old", "new");
	}

	private long nextEpoch() {
		this.database.change("UPDATE users SET session_epoch = session_epoch + 1");
		return epoch();
	}

	private long epoch() {
		return this.database.number("SELECT session_epoch FROM users WHERE id = ?", this.ada.id());
	}

	private void lives(Access access) {
		assertThat(authenticator().authenticate(access.accessToken()).getPrincipal()).isEqualTo(this.ada);
	}

	private void isOver(Access access) {
		for (AccessTokenAuthenticator instance : List.of(this.authenticator, authenticator())) {
			assertThatExceptionOfType(InvalidAccessTokenException.class)
				.isThrownBy(() -> instance.authenticate(access.accessToken()));
		}
		isRejected(access.refreshToken());
	}

	private void isRejected(String refreshToken) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.refresh(refreshToken))
			.returns("invalid_token", ProblemException::code);
	}

	private static void isReused(SessionService instance, Access spent) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> instance.refresh(spent.refreshToken()))
			.returns("refresh_token_reused", ProblemException::code)
			.returns(HttpStatus.UNAUTHORIZED, ProblemException::status);
	}

	private static UUID id(Access access) {
		return RefreshToken.parse(access.refreshToken()).orElseThrow().sessionId();
	}

}
