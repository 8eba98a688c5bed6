package dev.aichat.auth;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.user.User;
import dev.aichat.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;

/** Refreshing over HTTP, also by several clients at once. */
class RefreshTests extends SessionTests {

	@Test
	void refreshReturnsNewTokensOfTheSameSession() {
		Caller user = this.client.newUser();
		Answer first = this.client.post("/api/login", Client.credentials(user.username()));
		Answer second = this.client.post("/api/token/refresh", Map.of("refresh", first.text("refresh")),
				bearer("ignored"));
		assertThat(second.text("access")).isNotEqualTo(first.text("access"));
		assertThat(second.text("refresh")).isNotEqualTo(first.text("refresh"));
		assertThat(HandmadeToken.sessionId(second.text("access")))
			.isEqualTo(HandmadeToken.sessionId(first.text("access")));
		for (Answer either : List.of(first, second)) {
			assertThat(either.status()).isEqualTo(200);
			assertThat(either.json().propertyNames()).containsExactly("token", "access", "refresh", "token_type",
					"expires_in", "refresh_expires_in");
			assertThat(either.text("access")).isEqualTo(either.text("token"));
			assertThat(either.text("token_type")).isEqualTo("Bearer");
			assertThat(either.number("expires_in")).isEqualTo(1800);
			assertThat(either.number("refresh_expires_in")).isEqualTo(604_800);
			assertThat(use(either.text("access")).text("username")).isEqualTo(user.username());
		}
	}

	@Test
	void clientsThatRefreshAtOnceOrLoseAnAnswerStayLoggedIn() {
		String latest = open(newUser()).refreshToken();
		for (int round = 0; round < 200; round++) {
			String shared = latest;
			List<Answer> answers = Concurrently.run(2, (i) -> refresh(shared));
			latest = refreshed(shared);
			for (Answer answer : answers) {
				assertThat(answer.status()).as(answer.body()).isEqualTo(200);
				assertThat(answer.text("refresh")).isEqualTo(latest).isNotEqualTo(shared);
				assertThat(use(answer.text("access")).status()).isEqualTo(200);
			}
		}
	}

	@Test
	void concurrentRefreshesWithoutLeewaySucceedOnceAndEndTheSession() {
		User user = newUser();
		SessionService strict = withoutLeeway();
		for (int round = 0; round < 50; round++) {
			Access session = open(user);
			List<String> outcomes = Concurrently.run(8, (i) -> {
				try {
					return strict.refresh(session.refreshToken()).refreshToken();
				}
				catch (ProblemException ex) {
					return ex.code();
				}
			});
			assertThat(outcomes).containsOnlyOnce("refresh_token_reused");
			outcomes.removeIf("invalid_token"::equals);
			assertThat(outcomes).hasSize(2);
			outcomes.forEach((refreshToken) -> isOver(session.accessToken(), refreshToken));
		}
	}

	@Test
	void refreshConcurrentWithLogoutLeavesNoLiveSession() {
		User user = newUser();
		for (int round = 0; round < 200; round++) {
			Access session = open(user);
			List<Answer> answers = Concurrently.run(2, (i) -> (i == 0) ? refresh(session.refreshToken())
					: post("/api/logout", Map.of(), session.accessToken()));
			assertThat(answers.get(1).status()).isEqualTo(200);
			if (answers.get(0).status() == 200) {
				isOver(answers.get(0).text("access"), answers.get(0).text("refresh"));
			}
			isOver(session);
		}
	}

}
