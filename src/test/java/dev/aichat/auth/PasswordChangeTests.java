package dev.aichat.auth;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.user.User;

import static org.assertj.core.api.Assertions.assertThat;

/** A password change keeps the session that made it, and ends the others. */
class PasswordChangeTests extends SessionTests {

	private static final String WANTED = "battery horse correct";

	@Test
	void changeKeepsTheSessionAndEndsTheOthersAndThoseBeingOpened() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		Access kept = this.sessions.open(user);
		Access other = this.sessions.open(user);
		assertThat(this.sessions.use(kept.accessToken()).status()).isEqualTo(200);
		assertThat(this.sessions.use(other.accessToken()).status()).isEqualTo(200);
		change("a wrong password", WANTED, kept).isProblem(401, "invalid_credentials");
		assertThat(logIn(caller, Sessions.PASSWORD).status()).isEqualTo(200);
		Answer answer = change(Sessions.PASSWORD, WANTED, kept);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.text("message")).isNotBlank();
		this.sessions.isOver(other);
		this.sessions.isOver(this.sessions.open(user));
		this.sessions.lives(kept);
		logIn(caller, Sessions.PASSWORD).isProblem(401, "invalid_credentials");
		assertThat(logIn(caller, WANTED).status()).isEqualTo(200);
	}

	@Test
	void concurrentChangesSucceedOnce() {
		for (int round = 0; round < 5; round++) {
			Caller caller = this.client.newUser();
			User user = this.sessions.prove(caller);
			Access mine = this.sessions.open(user);
			Access theirs = this.sessions.open(user);
			List<Answer> answers = Concurrently.run(4,
					(i) -> change(Sessions.PASSWORD, WANTED + i, (i % 2 == 0) ? mine : theirs));
			assertThat(answers).extracting(Answer::status).isSubsetOf(200, 401, 403).containsOnlyOnce(200);
			int winner = answers.stream().map(Answer::status).toList().indexOf(200);
			assertThat(logIn(caller, WANTED + winner).status()).isEqualTo(200);
			this.sessions.lives((winner % 2 == 0) ? mine : theirs);
			this.sessions.isOver((winner % 2 == 0) ? theirs : mine);
		}
	}

	/** The user's epoch and the session's change together, and are read together. */
	@Test
	void keptSessionStaysLiveDuringChanges() {
		Caller caller = this.client.newUser();
		Access session = this.sessions.open(this.sessions.prove(caller));
		AtomicBoolean done = new AtomicBoolean();
		Concurrently.run(4, (i) -> {
			String refreshToken = session.refreshToken();
			for (int n = 0; i == 0 && n < 5; n++) {
				assertThat(change(Sessions.PASSWORD, Sessions.PASSWORD, session).status()).isEqualTo(200);
			}
			while (i != 0 && !done.get()) {
				assertThat(this.sessions.authenticatorElsewhere().authenticate(session.accessToken())).isNotNull();
				refreshToken = (i == 1) ? this.sessions.refreshed(refreshToken) : refreshToken;
			}
			done.set(true);
			return i;
		});
	}

	private Answer change(String current, String wanted, Access session) {
		return this.sessions.post("/api/password", Map.of("current_password", current, "new_password", wanted),
				session.accessToken());
	}

	private Answer logIn(Caller caller, String password) {
		return this.client.post("/api/login", Map.of("username", caller.username(), "password", password));
	}

}
