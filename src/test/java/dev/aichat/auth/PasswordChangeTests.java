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
		User user = prove(caller);
		Access kept = open(user);
		Access other = open(user);
		assertThat(use(kept.accessToken()).status()).isEqualTo(200);
		assertThat(use(other.accessToken()).status()).isEqualTo(200);
		change("a wrong password", WANTED, kept).isProblem(401, "invalid_credentials");
		assertThat(this.client.logIn(caller.username(), PASSWORD).status()).isEqualTo(200);
		Answer answer = change(PASSWORD, WANTED, kept);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.text("message")).isNotBlank();
		isOver(other);
		isOver(open(user));
		lives(kept);
		this.client.logIn(caller.username(), PASSWORD).isProblem(401, "invalid_credentials");
		assertThat(this.client.logIn(caller.username(), WANTED).status()).isEqualTo(200);
	}

	@Test
	void concurrentChangesSucceedOnce() {
		for (int round = 0; round < 5; round++) {
			Caller caller = this.client.newUser();
			User user = prove(caller);
			Access mine = open(user);
			Access theirs = open(user);
			List<Answer> answers = Concurrently.run(4,
					(i) -> change(PASSWORD, WANTED + i, (i % 2 == 0) ? mine : theirs));
			assertThat(answers).extracting(Answer::status).isSubsetOf(200, 401, 403).containsOnlyOnce(200);
			int winner = answers.stream().map(Answer::status).toList().indexOf(200);
			assertThat(this.client.logIn(caller.username(), WANTED + winner).status()).isEqualTo(200);
			lives((winner % 2 == 0) ? mine : theirs);
			isOver((winner % 2 == 0) ? theirs : mine);
		}
	}

	/** The user's epoch and the session's change together, and are read together. */
	@Test
	void keptSessionStaysLiveDuringChanges() {
		Caller caller = this.client.newUser();
		Access session = open(prove(caller));
		AtomicBoolean done = new AtomicBoolean();
		Concurrently.run(4, (i) -> {
			String refreshToken = session.refreshToken();
			for (int n = 0; i == 0 && n < 5; n++) {
				assertThat(change(PASSWORD, PASSWORD, session).status()).isEqualTo(200);
			}
			while (i != 0 && !done.get()) {
				assertThat(authenticatorElsewhere().authenticate(session.accessToken())).isNotNull();
				refreshToken = (i == 1) ? refreshed(refreshToken) : refreshToken;
			}
			done.set(true);
			return i;
		});
	}

	private Answer change(String current, String wanted, Access session) {
		return post("/api/password", Map.of("current_password", current, "new_password", wanted),
				session.accessToken());
	}

}
