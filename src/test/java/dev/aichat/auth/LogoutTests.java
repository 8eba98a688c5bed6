package dev.aichat.auth;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.aichat.auth.SessionService.Access;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.RawConnection;
import dev.aichat.user.User;

import static org.assertj.core.api.Assertions.assertThat;

/** Logging out ends one session or all, by the access token or the refresh token. */
class LogoutTests extends SessionTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "{}", "{\"everywhere\": false}", "{\"everywhere\": null}", "null", "" })
	void logoutEndsOneSession(String body) {
		User user = newUser();
		Access left = open(user);
		Access kept = open(user);
		lives(left);
		Answer answer = this.client.send("POST", "/api/logout", (body != null) ? body.getBytes() : null,
				bearer(left.accessToken()));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.text("message")).isNotBlank();
		isOver(left);
		lives(kept);
	}

	@Test
	void logoutNeedsNeitherBodyNorLength() {
		Caller user = this.client.newUser();
		Answer answer = RawConnection.exchange(this.client.uri("/"), "POST", "/api/logout",
				"Authorization: Bearer " + user.token());
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		user.get("/api/balance").isProblem(403, "invalid_token");
		user.post("/api/logout", Map.of()).isProblem(403, "invalid_token");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refreshTokenReplacesAMissingOrInvalidAccessToken(boolean everywhere) {
		Caller caller = this.client.newUser();
		User user = prove(caller);
		String expired = new HandmadeToken(caller).claim("exp", HandmadeToken.now() - 1).sign();
		for (String[] headers : List.of(new String[0], bearer(expired), bearer("broken"))) {
			Access other = open(user);
			Access left = open(user);
			Map<String, Object> body = Map.of("refresh", left.refreshToken(), "everywhere", everywhere);
			assertThat(this.client.post("/api/logout", body, headers).status()).isEqualTo(200);
			isOver(left);
			this.client.post("/api/logout", body, headers).isProblem(401, "invalid_token");
			if (everywhere) {
				isOver(other);
				user = prove(caller);
			}
			else {
				lives(other);
			}
		}
	}

	@Test
	void logoutWithoutProofEndsNothing() {
		Caller user = this.client.newUser();
		String[] expired = bearer(new HandmadeToken(user).claim("exp", HandmadeToken.now() - 1).sign());
		String[] foreign = bearer(
				new HandmadeToken(this.client.newUser().id(), HandmadeToken.sessionId(user.token())).sign());
		for (Object body : List.of(Map.of(), Map.of("everywhere", true))) {
			this.client.post("/api/logout", body).isProblem(403, "authentication_required");
			this.client.post("/api/logout", body, expired).isProblem(403, "token_expired");
			this.client.post("/api/logout", body, foreign).isProblem(403, "invalid_token");
		}
		this.client.post("/api/logout", Map.of("refresh", "")).isProblem(401, "invalid_token");
		user.post("/api/logout", Map.of("refresh", "")).isProblem(401, "invalid_token");
		assertThat(user.balance()).isEqualTo(4000);
	}

	@Test
	void unreadableLogoutEndsNothing() {
		Caller user = this.client.newUser();
		Answer answer = user.post("/api/logout", Map.of("everywhere", "yes")).isProblem(400, "validation_failed");
		assertThat(answer.json().get("errors").propertyNames()).containsExactly("everywhere");
		user.send("POST", "/api/logout", "[]".getBytes()).isProblem(400, "malformed_request");
		user.send("POST", "/api/logout", "x".getBytes(), "Content-Type", "text/plain")
			.isProblem(415, "unsupported_media_type");
		user.send("POST", "/api/logout", null, "Content-Type", "*/*").isProblem(415, "unsupported_media_type");
		assertThat(user.balance()).isEqualTo(4000);
	}

}
