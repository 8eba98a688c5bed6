package dev.aichat.auth;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.user.User;
import dev.aichat.user.UserService;
import dev.aichat.web.InvalidAccessTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Disabling a user, resetting the password and ending sessions take effect at once. */
class SessionEndTests extends SessionTests {

	static Stream<BiConsumer<UserService, Caller>> ends() {
		return Stream.of((users, caller) -> users.disable(caller.id()),
				(users, caller) -> users.endSessions(caller.id()),
				(users, caller) -> users.resetPassword(caller.id(), users.hashPassword(PASSWORD)),
				(users, caller) -> caller.post("/api/logout", Map.of("everywhere", true)));
	}

	@ParameterizedTest
	@MethodSource("ends")
	void sessionsEndAtOnceHereAndWithinASecondElsewhere(BiConsumer<UserService, Caller> end) {
		Caller caller = this.client.newUser();
		AccessTokenAuthenticator elsewhere = authenticatorElsewhere();
		User proven = prove(caller);
		Access session = open(proven);
		Access kept = open(newUser());
		assertThat(use(session.accessToken()).status()).isEqualTo(200);
		assertThat(elsewhere.authenticate(session.accessToken()).getPrincipal().id()).isEqualTo(caller.id());
		end.accept(this.users, caller);
		isOver(session);
		Awaitility.await()
			.atMost(Duration.ofSeconds(2))
			.untilAsserted(() -> assertThatExceptionOfType(InvalidAccessTokenException.class)
				.isThrownBy(() -> elsewhere.authenticate(session.accessToken())));
		Access openedLate = open(proven);
		isOver(openedLate);
		this.users.enable(caller.id());
		List.of(session, openedLate).forEach(this::isOver);
		caller.get("/api/balance").isProblem(403, "invalid_token");
		lives(open(prove(caller)));
		lives(kept);
	}

	@Test
	void concurrentLogInsAndDisableLeaveNoLiveSession() {
		for (int round = 0; round < 5; round++) {
			Caller caller = this.client.newUser();
			List<Answer> answers = Concurrently.run(4, (i) -> {
				if (i == 0) {
					this.users.disable(caller.id());
					return caller.get("/api/balance");
				}
				return this.client.post("/api/login", Client.credentials(caller.username()));
			});
			answers.get(0).isProblem(403, "invalid_token");
			this.users.enable(caller.id());
			for (Answer answer : answers.subList(1, 4)) {
				if (answer.status() == 200) {
					isOver(answer.text("access"), answer.text("refresh"));
				}
			}
		}
	}

	/**
	 * Other instances may believe in the user for a second; the one statement does not.
	 */
	@Test
	void noChatStartsAfterDisableCommitted() {
		for (int round = 0; round < 5; round++) {
			Caller user = this.client.newUser();
			user.post("/api/top-up", Map.of("tokens", 1_000_000));
			CountDownLatch chatting = new CountDownLatch(3);
			List<Long> charges = Concurrently.run(4, (i) -> {
				if (i == 0) {
					Concurrently.await(chatting);
					this.books.disable(user.id());
					return charges(user);
				}
				Answer answer = user.chat("On");
				chatting.countDown();
				while (answer.status() == 200) {
					answer = user.chat("On");
				}
				answer.isProblem(403, "invalid_token");
				return 0L;
			});
			assertThat(charges.get(0)).isPositive().isEqualTo(charges(user));
		}
	}

	private long charges(Caller user) {
		return this.books.number("SELECT COUNT(*) FROM ledger WHERE user_id = ? AND kind = 'CHARGE'", user.id());
	}

}
