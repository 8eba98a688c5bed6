package dev.aichat.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import dev.aichat.testing.FreshDatabase;
import dev.aichat.user.CurrentUser;
import dev.aichat.user.Role;
import dev.aichat.user.User;
import dev.aichat.user.UserService;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** Base of tests of sessions on a fresh database, without a Spring context. */
@Tag("mutation")
abstract class FreshSessionTests {

	static final JwtSettings SETTINGS = settings("a secret of more than thirty-two bytes", Duration.ofSeconds(10));

	final FreshDatabase database = newDatabase();

	final SessionRepository repository = new SessionRepository(this.database.sql());

	final AccessTokens tokens = new AccessTokens(SETTINGS, Clock.systemUTC());

	final AccessTokenAuthenticator authenticator = authenticator();

	final UserService users = mock();

	final SessionService service = service(this.authenticator, SETTINGS);

	final User user = mock();

	CurrentUser ada = new CurrentUser(0, "", Role.USER);

	@BeforeEach
	void register() {
		long id = this.database.newUser();
		this.database.change("UPDATE users SET username = 'ada' WHERE id = ?", id);
		this.ada = new CurrentUser(id, "ada", Role.USER);
		given(this.user.id()).willReturn(id);
		given(this.users.authenticate("ada", "right")).willReturn(Optional.of(this.user));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	FreshDatabase newDatabase() {
		return new FreshDatabase();
	}

	static JwtSettings settings(String secret, Duration leeway) {
		return new JwtSettings(secret, Duration.ofMinutes(30), Duration.ofDays(7), Duration.ofDays(30), leeway);
	}

	/** Returns the service of another instance, or of this one after a restart. */
	SessionService elsewhere(JwtSettings settings) {
		return service(authenticator(), settings);
	}

	private SessionService service(AccessTokenAuthenticator authenticator, JwtSettings settings) {
		return new SessionService(this.users, this.repository, new AccessTokens(settings, Clock.systemUTC()),
				authenticator, this.database.transaction(), settings);
	}

	AccessTokenAuthenticator authenticator() {
		return new AccessTokenAuthenticator(this.tokens, this.repository, Ticker.systemTicker());
	}

	void pass(Duration time) {
		SessionTests.age(this.database.sql(), null, time);
	}

}
