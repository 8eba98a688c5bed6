package dev.aichat.auth;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Books;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.LogLines;
import dev.aichat.user.User;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A refresh token is valid once; its reuse ends the session. */
class RefreshTests extends SessionTests {

	@RegisterExtension
	LogLines log = new LogLines();

	@Autowired
	Books books;

	@Test
	void refreshReturnsNewTokensOfTheSameSession() {
		Caller user = this.client.newUser();
		Answer first = this.client.post("/api/login", Client.credentials(user.username()));
		Answer second = this.sessions.refresh(first.text("refresh"));
		assertThat(second.status()).isEqualTo(200);
		assertThat(second.json().propertyNames()).containsExactlyElementsOf(first.json().propertyNames());
		assertThat(second.text("access")).isEqualTo(second.text("token")).isNotEqualTo(first.text("access"));
		assertThat(second.text("refresh")).isNotEqualTo(first.text("refresh"));
		assertThat(second.text("token_type")).isEqualTo("Bearer");
		assertThat(second.number("expires_in")).isEqualTo(1800);
		assertThat(HandmadeToken.sessionId(second.text("access")))
			.isEqualTo(HandmadeToken.sessionId(first.text("access")));
		for (Answer either : List.of(first, second)) {
			assertThat(this.sessions.use(either.text("access")).text("username")).isEqualTo(user.username());
		}
	}

	@Test
	void concurrentRefreshesSucceedOnceAndEndTheSession() {
		User user = this.sessions.prove(this.client.newUser());
		Access untouched = this.sessions.open(user);
		for (int round = 0; round < 50; round++) {
			Access session = this.sessions.open(user);
			List<Answer> answers = Concurrently.run(50, (i) -> this.sessions.refresh(session.refreshToken()));
			assertThat(answers).extracting(Answer::status).containsOnly(200, 401).containsOnlyOnce(200);
			for (Answer answer : answers) {
				if (answer.status() == 200) {
					this.sessions.isOver(answer.text("access"), answer.text("refresh"));
				}
				else {
					answer.isProblem(401, "invalid_token");
				}
			}
			this.sessions.isOver(session);
		}
		this.sessions.lives(untouched);
	}

	@Test
	void anySpentRefreshTokenEndsTheSession() {
		User user = this.sessions.prove(this.client.newUser());
		for (int rotations = 1; rotations <= 3; rotations++) {
			Access session = this.sessions.open(user);
			String latest = session.refreshToken();
			for (int i = 0; i < rotations; i++) {
				latest = this.sessions.refreshed(latest);
			}
			this.sessions.refresh(session.refreshToken()).isProblem(401, "invalid_token");
			this.sessions.isOver(session.accessToken(), latest);
		}
		assertThat(this.log.lines().filter((line) -> line.contains("a spent refresh token was used again"))).hasSize(3)
			.allMatch((line) -> line.startsWith("WARN"));
	}

	@Test
	void spentRefreshTokenEndsTheSessionOnAnotherInstance() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		SessionService elsewhere = this.sessions.serviceElsewhere();
		String latest = elsewhere.refresh(session.refreshToken()).refreshToken();
		assertThatExceptionOfType(InvalidRefreshTokenException.class)
			.isThrownBy(() -> this.sessions.serviceElsewhere().refresh(session.refreshToken()));
		this.sessions.isOver(session.accessToken(), latest);
	}

	@Test
	void refreshConcurrentWithLogoutLeavesNoLiveSession() {
		User user = this.sessions.prove(this.client.newUser());
		for (int round = 0; round < 200; round++) {
			Access session = this.sessions.open(user);
			List<Answer> answers = Concurrently.run(2, (i) -> (i == 0) ? this.sessions.refresh(session.refreshToken())
					: this.sessions.post("/api/logout", Map.of(), session.accessToken()));
			assertThat(answers.get(1).status()).isEqualTo(200);
			if (answers.get(0).status() == 200) {
				this.sessions.isOver(answers.get(0).text("access"), answers.get(0).text("refresh"));
			}
			this.sessions.isOver(session);
		}
	}

	/** Access tokens and logs contain session ids. */
	@Test
	void knownSessionIdDoesNotEndTheSession() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		String other = this.sessions.open(this.sessions.prove(this.client.newUser())).refreshToken();
		String secrets = other.substring(other.indexOf('.'));
		String[] own = session.refreshToken().split("\\.");
		for (String guess : List.of(own[0] + secrets, own[0] + "." + own[2] + "." + own[2],
				own[0] + secrets.substring(0, 44) + "." + own[2], own[0].toUpperCase() + secrets)) {
			this.sessions.refresh(guess).isProblem(401, "invalid_token");
		}
		this.sessions.lives(session);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", ".", "..", "...", "null", "' OR 1=1 --", "\u00e9", "\ud83d\ude00", "%s", "%s.",
			"%s..", "%s.a.b" })
	void malformedRefreshTokenIsRejected(String text) {
		this.sessions.refresh(text.formatted(UUID.randomUUID())).isProblem(401, "invalid_token");
		this.sessions.refresh(text.replace("%s", "x").repeat(1000)).isProblem(401, "invalid_token");
	}

	@Test
	void slightlyChangedRefreshTokenIsRejected() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		String good = session.refreshToken();
		for (String bad : List.of(good + " ", " " + good, good + "=", good + ".", good + "\n", good + "A",
				good.substring(1), "{" + good.replaceFirst("\\.", "}."), good.replace('.', '-'))) {
			this.sessions.refresh(bad).isProblem(401, "invalid_token");
		}
		this.sessions.lives(session);
	}

	@Test
	void accessAndRefreshTokensAreNotInterchangeable() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		this.sessions.refresh(session.accessToken()).isProblem(401, "invalid_token");
		this.sessions.use(session.refreshToken()).isProblem(403, "invalid_token");
		this.sessions.post("/api/logout", Map.of(), session.refreshToken()).isProblem(403, "invalid_token");
		this.sessions.lives(session);
	}

	@Test
	void refreshIgnoresAnInvalidAccessToken() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		Answer answer = this.client.post("/api/token/refresh", Map.of("refresh", session.refreshToken()),
				Sessions.bearer("stale"));
		assertThat(answer.status()).isEqualTo(200);
	}

	@Test
	void sessionEndsAfterSevenDaysWithoutUse() {
		User user = this.sessions.prove(this.client.newUser());
		Access used = this.sessions.open(user);
		this.sessions.age(used, Duration.ofDays(7).minusMinutes(1));
		this.sessions.lives(used);
		Access unused = this.sessions.open(user);
		this.sessions.age(unused, Duration.ofDays(7));
		this.sessions.isOver(unused);
	}

	@Test
	void sessionEndsAfterThirtyDaysInAll() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		String latest = session.refreshToken();
		for (int week = 1; week <= 4; week++) {
			this.sessions.age(session, Duration.ofDays(7).minusMinutes(1));
			latest = this.sessions.refreshed(latest);
		}
		this.sessions.age(session, Duration.ofDays(2));
		latest = this.sessions.refreshed(latest);
		this.sessions.age(session, Duration.ofMinutes(4));
		this.sessions.isOver(session.accessToken(), latest);
	}

	@Test
	void databaseStoresNoRefreshToken() {
		Access session = this.sessions.open(this.sessions.prove(this.client.newUser()));
		String row = this.books.sql()
			.sql("SELECT * FROM sessions WHERE id = ?")
			.param(Sessions.id(session))
			.query()
			.singleRow()
			.toString();
		String[] parts = session.refreshToken().split("\\.");
		assertThat(row).contains(parts[0]).doesNotContain(parts[1], parts[2]);
	}

}
