package dev.aichat.auth;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.user.User;

import static org.assertj.core.api.Assertions.assertThat;

/** A user has a limited number of sessions. */
class SessionLimitTests extends SessionTests {

	@Test
	void sessionBeyondTheMaximumEndsTheOldest() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		List<Access> opened = IntStream.range(0, 105).mapToObj((i) -> this.sessions.open(user)).toList();
		assertThat(this.sessions.count(caller)).isEqualTo(SessionService.MAX_PER_USER);
		caller.get("/api/balance").isProblem(403, "invalid_token");
		opened.subList(0, 5).forEach(this.sessions::isOver);
		List.of(opened.get(5), opened.get(104)).forEach(this.sessions::lives);
	}

	@Test
	void concurrentlyOpenedSessionsDoNotExceedTheMaximum() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		Concurrently.run(8, (worker) -> {
			for (int i = 0; i < 20; i++) {
				this.sessions.open(user);
			}
			return worker;
		});
		assertThat(this.sessions.count(caller)).isEqualTo(SessionService.MAX_PER_USER);
	}

	@Test
	void sessionsOfPastEpochsAreEndedFirst() {
		Caller caller = this.client.newUser();
		User user = this.sessions.prove(caller);
		Access kept = this.sessions.open(user);
		IntStream.range(0, 98).forEach((i) -> this.sessions.open(user));
		assertThat(this.sessions
			.post("/api/password", Map.of("current_password", Sessions.PASSWORD, "new_password", Sessions.PASSWORD),
					kept.accessToken())
			.status()).isEqualTo(200);
		User changed = this.sessions.prove(caller);
		IntStream.range(0, 50).forEach((i) -> this.sessions.open(changed));
		assertThat(this.sessions.count(caller)).isEqualTo(SessionService.MAX_PER_USER);
		this.sessions.lives(kept);
	}

}
