package dev.aichat.auth;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.aichat.user.Role;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;

/** The lifetime and the secret of console sessions. */
class ConsoleSessionTests extends FreshSessionTests {

	private static final Duration IDLE = Duration.ofMinutes(30);

	private final ConsoleSessionService console = new ConsoleSessionService(this.users, this.service, this.repository,
			new ConsoleSessionSettings(IDLE, Duration.ofHours(12)));

	private String secret = "";

	@BeforeEach
	void signIn() {
		this.database.change("UPDATE users SET role = 'ADMIN'");
		given(this.user.role()).willReturn(Role.ADMIN);
		this.secret = this.console.open("ada", "right");
	}

	@Test
	void adminsAloneHaveConsoleSessions() {
		isSignedIn();
		this.database.change("UPDATE users SET role = 'USER'");
		given(this.user.role()).willReturn(Role.USER);
		isSignedOut();
		for (String password : List.of("right", "wrong")) {
			assertThatExceptionOfType(InvalidCredentialsException.class)
				.isThrownBy(() -> this.console.open("ada", password));
		}
	}

	@Test
	void requestExtendsTheSession() {
		assertThat(minutesLeft()).isEqualTo(30);
		pass(Duration.ofMinutes(1));
		assertThat(minutesLeft()).isEqualTo(29);
		isSignedIn();
		assertThat(minutesLeft()).isEqualTo(30);
		pass(IDLE.minusSeconds(10));
		isSignedIn();
		pass(IDLE);
		isSignedOut();
	}

	@Test
	void requestsDoNotExtendTheSessionPastItsEnd() {
		for (int i = 1; i <= 24; i++) {
			pass(IDLE.minusMinutes(1));
			isSignedIn();
		}
		assertThat(minutesLeft()).isEqualTo(24);
		pass(Duration.ofMinutes(23));
		isSignedIn();
		pass(Duration.ofMinutes(1));
		isSignedOut();
	}

	@Test
	void changedSecretNeitherResumesNorEndsTheSession() {
		String other = this.console.open("ada", "right");
		String[] mine = this.secret.split("\\.");
		String[] others = other.split("\\.");
		for (String forged : List.of("", "x", mine[0], mine[0] + "." + mine[1] + "." + others[2],
				mine[0] + "." + others[1] + "." + mine[2], others[0] + "." + mine[1] + "." + mine[2])) {
			assertThat(this.console.resume(forged)).isEmpty();
			this.console.end(forged);
		}
		isSignedIn();
		this.console.end(this.secret);
		isSignedOut();
		assertThat(this.console.resume(other)).isPresent();
	}

	@Test
	void secretIsNoRefreshTokenNorTheOtherWayRound() {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.service.refresh(this.secret))
			.returns("invalid_token", ProblemException::code);
		assertThat(this.console.resume(this.service.open(this.user).refreshToken())).isEmpty();
		isSignedIn();
	}

	private void isSignedIn() {
		assertThat(this.console.resume(this.secret)).get().extracting("id").isEqualTo(this.ada.id());
	}

	private void isSignedOut() {
		assertThat(this.console.resume(this.secret)).isEmpty();
	}

	/** Rounds to the nearest minute. */
	private long minutesLeft() {
		return this.database
			.number("SELECT ROUND(EXTRACT(EPOCH FROM expires_at - CURRENT_TIMESTAMP) / 60) FROM sessions");
	}

}
