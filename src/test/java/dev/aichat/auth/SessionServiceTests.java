package dev.aichat.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.FreshDatabase;
import dev.aichat.testing.LogLines;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.User;
import dev.aichat.user.UserService;
import dev.aichat.web.InvalidAccessTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/** Sessions are opened, refreshed and ended. */
@Tag("mutation")
class SessionServiceTests {

	private static final JwtSettings SETTINGS = new JwtSettings("a secret of more than thirty-two bytes",
			Duration.ofMinutes(30), Duration.ofDays(7), Duration.ofDays(30));

	@RegisterExtension
	final LogLines log = new LogLines();

	private final FreshDatabase database = new FreshDatabase();

	private final SessionRepository repository = new SessionRepository(this.database.sql());

	private final AccessTokens tokens = new AccessTokens(SETTINGS, Clock.systemUTC());

	private final AccessTokenAuthenticator authenticator = new AccessTokenAuthenticator(this.tokens, this.repository,
			Clock.systemUTC(), Ticker.systemTicker());

	private final UserService users = mock();

	private final SessionService service = new SessionService(this.users, this.repository, this.tokens,
			this.authenticator, this.database.transaction(), SETTINGS);

	private final User user = mock();

	private CurrentUser ada = new CurrentUser(0, "", Role.USER);

	@BeforeEach
	void register() {
		long id = this.database.newUser();
		this.database.change("UPDATE users SET username = 'ada' WHERE id = ?", id);
		this.ada = new CurrentUser(id, "ada", Role.USER);
		given(this.user.id()).willReturn(id);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void logInOpensASession() {
		given(this.users.authenticate("ada", "right")).willReturn(Optional.of(this.user));
		Access access = this.service.logIn("ada", "right");
		assertThat(access.lifetime()).hasMinutes(30);
		SessionAuthentication caller = this.authenticator.authenticate(access.accessToken());
		assertThat(caller.getPrincipal()).isEqualTo(this.ada);
		assertThat(caller.sessionId()).isEqualTo(id(access));
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> this.service.logIn("ada", "wrong"));
	}

	@Test
	void refreshContinuesTheSession() {
		Access first = open();
		Access second = this.service.refresh(first.refreshToken());
		assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
		assertThat(second.lifetime()).hasMinutes(30);
		assertThat(this.authenticator.authenticate(second.accessToken()).sessionId()).isEqualTo(id(first))
			.isEqualTo(id(second));
		assertThat(this.service.refresh(second.refreshToken())).isNotNull();
		assertThat(this.log.text()).doesNotContain("WARN");
	}

	@Test
	void spentRefreshTokenEndsTheSession() {
		Access other = open();
		Access first = open();
		Access second = this.service.refresh(first.refreshToken());
		this.authenticator.authenticate(second.accessToken());
		isRejected(first.refreshToken());
		isOver(second);
		assertThat(this.log.lines().filter((line) -> line.contains("a spent refresh token was used again")))
			.singleElement()
			.asString()
			.contains(id(first).toString());
		lives(other);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "..", "00000000-0000-0000-0000-000000000000.a.b" })
	void malformedRefreshTokenIsRejected(String text) {
		isRejected(text);
	}

	@Test
	void unknownRefreshTokenEndsNoSession() {
		Access access = open();
		RefreshToken strange = RefreshToken.ofNewSession();
		isRejected(strange.text());
		isRejected(new RefreshToken(id(access), strange.family(), strange.secret()).text());
		lives(access);
		assertThat(this.log.text()).doesNotContain("WARN");
	}

	@Test
	void refreshTokenAsTextOmitsItsSecrets() {
		RefreshToken token = RefreshToken.ofNewSession();
		assertThat(token).asString()
			.contains(token.sessionId().toString())
			.doesNotContain(token.family(), token.secret());
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
	void passwordChangeKeepsOneSession() {
		Access other = open();
		Access own = open();
		given(this.users.authenticate(this.ada.id(), "old")).willReturn(Optional.of(this.user));
		given(this.users.hashPassword("new")).willReturn("the new hash");
		willAnswer((call) -> Optional.of(nextEpoch())).given(this.users).changePassword(this.user, "the new hash");
		this.service.changePassword(this.ada.id(), id(own), "old", "new");
		lives(own);
		isOver(other);
	}

	@Test
	void wrongOrOutdatedPasswordChangesNothing() {
		Access own = open();
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> this.service.changePassword(this.ada.id(), id(own), "wrong", "new"));
		given(this.users.authenticate(this.ada.id(), "old")).willReturn(Optional.of(this.user));
		given(this.users.hashPassword("new")).willReturn("the new hash");
		given(this.users.changePassword(this.user, "the new hash")).willReturn(Optional.empty());
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> this.service.changePassword(this.ada.id(), id(own), "old", "new"));
		lives(own);
	}

	@Test
	void endedSessionChangesNoPassword() {
		Access own = open();
		this.repository.end(id(own));
		given(this.users.authenticate(this.ada.id(), "old")).willReturn(Optional.of(this.user));
		given(this.users.hashPassword("new")).willReturn("the new hash");
		willAnswer((call) -> Optional.of(nextEpoch())).given(this.users).changePassword(this.user, "the new hash");
		assertThatExceptionOfType(InvalidAccessTokenException.class)
			.isThrownBy(() -> this.service.changePassword(this.ada.id(), id(own), "old", "new"));
		assertThat(epoch()).isZero();
	}

	@Test
	void sessionOpenedInAPastEpochIsRejected() {
		nextEpoch();
		isOver(open());
	}

	@Test
	void sessionExpires() {
		Access access = open();
		assertThat(secondsLeft(access, "expires_at")).isBetween(7 * 86400L - 60, 7 * 86400L);
		assertThat(secondsLeft(access, "ends_at")).isBetween(30 * 86400L - 60, 30 * 86400L);
		this.database.change("UPDATE sessions SET expires_at = CURRENT_TIMESTAMP + INTERVAL '1' DAY");
		Access next = this.service.refresh(access.refreshToken());
		assertThat(secondsLeft(access, "expires_at")).isGreaterThan(6 * 86400L);
		expire(access);
		isOver(next);
	}

	@Test
	void sessionBeyondTheMaximumEndsTheOldest() {
		List<Access> sessions = new ArrayList<>();
		for (int i = 0; i < SessionService.MAX_PER_USER; i++) {
			sessions.add(open());
			this.database.change("UPDATE sessions SET created_at = created_at - INTERVAL '1' SECOND");
		}
		lives(sessions.get(0));
		sessions.add(open());
		isOver(sessions.get(0));
		lives(sessions.get(1));
		assertThat(this.database.number("SELECT COUNT(*) FROM sessions")).isEqualTo(SessionService.MAX_PER_USER);
	}

	@Test
	void cleanupDeletesExpiredSessionsOnly() {
		Access living = open();
		List.of(open(), open(), open()).forEach(this::expire);
		assertThat(this.repository.deleteExpired(1)).isOne();
		new ExpiredSessionCleanup(this.repository).deleteExpired();
		assertThat(this.database.number("SELECT COUNT(*) FROM sessions")).isOne();
		lives(living);
	}

	private Access open() {
		return this.service.open(this.user);
	}

	private long nextEpoch() {
		this.database.change("UPDATE users SET session_epoch = session_epoch + 1");
		return epoch();
	}

	private long epoch() {
		return this.database.number("SELECT session_epoch FROM users WHERE id = ?", this.ada.id());
	}

	private void expire(Access access) {
		this.database.change("UPDATE sessions SET created_at = created_at - INTERVAL '1' SECOND,"
				+ " expires_at = CURRENT_TIMESTAMP WHERE id = ?", id(access));
	}

	private long secondsLeft(Access access, String column) {
		return this.database.number(
				"SELECT EXTRACT(EPOCH FROM (" + column + " - CURRENT_TIMESTAMP)) FROM sessions WHERE id = ?",
				id(access));
	}

	private void lives(Access access) {
		AccessTokenAuthenticator elsewhere = new AccessTokenAuthenticator(this.tokens, this.repository,
				Clock.systemUTC(), Ticker.systemTicker());
		assertThat(elsewhere.authenticate(access.accessToken()).getPrincipal()).isEqualTo(this.ada);
		assertThat(this.authenticator.authenticate(access.accessToken()).getPrincipal()).isEqualTo(this.ada);
	}

	private void isOver(Access access) {
		assertThatExceptionOfType(InvalidAccessTokenException.class)
			.isThrownBy(() -> this.authenticator.authenticate(access.accessToken()));
		isRejected(access.refreshToken());
	}

	private void isRejected(String refreshToken) {
		assertThatExceptionOfType(InvalidRefreshTokenException.class)
			.isThrownBy(() -> this.service.refresh(refreshToken));
	}

	private static UUID id(Access access) {
		return RefreshToken.parse(access.refreshToken()).orElseThrow().sessionId();
	}

}
