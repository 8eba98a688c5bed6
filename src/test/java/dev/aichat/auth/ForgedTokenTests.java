package dev.aichat.auth;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import dev.aichat.testing.Books;
import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.RawConnection;
import dev.aichat.testing.SystemTest;

import static org.assertj.core.api.Assertions.assertThat;

/** No token gets anybody in but one that we made, for somebody who is still here. */
@SystemTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedTokenTests {

	private static final List<String> PROTECTED = List.of("GET /api/balance", "GET /api/tokens", "GET /api/ledger",
			"GET /api/chat", "GET /api/chat/0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11", "POST /api/chat", "POST /api/top-up",
			"POST /api/logout", "POST /api/password", "GET /api/nothing", "GET /actuator/health");

	@Autowired
	Client client;

	@Autowired
	Books books;

	private Caller user;

	@BeforeAll
	void register() {
		this.user = this.client.newUser();
	}

	@Test
	void goodTokenMadeByHandIsAccepted() {
		assertThat(balance(token().sign()).status()).isEqualTo(200);
		assertThat(balance(token().header("typ", "JWT").claim("aud", "aichat-api").sign()).status()).isEqualTo(200);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("dev.aichat.auth.ForgedTokens#all")
	void forgedTokenIsRefusedEverywhere(Function<HandmadeToken, String> forged) {
		String token = forged.apply(token());
		for (String route : PROTECTED) {
			String[] parts = route.split(" ");
			isRefused(RawConnection.exchange(this.client.uri("/"), parts[0], parts[1], "Authorization: Bearer " + token,
					"Content-Length: 0"));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 4097, 9_000, 1_000_000 })
	void tokenOfAnySizeIsRefusedEverywhere(int length) {
		for (String route : PROTECTED) {
			String[] parts = route.split(" ");
			Answer answer = RawConnection.exchange(this.client.uri("/"), parts[0], parts[1],
					"Authorization: Bearer " + "x".repeat(length), "Content-Length: 0");
			isRefused(answer);
			assertThat(answer.text("instance")).isEqualTo(parts[1]);
			assertThat(answer.header("X-Request-Id")).isNotEmpty();
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		}
	}

	@Test
	void tokenOfUserWhoIsGoneIsRefusedWithinASecond() {
		Caller user = this.client.newUser();
		assertThat(user.balance()).isEqualTo(4000);
		this.books.sql().sql("DELETE FROM sessions WHERE user_id = ?").param(user.id()).update();
		this.books.sql().sql("DELETE FROM ledger WHERE user_id = ?").param(user.id()).update();
		this.books.sql().sql("DELETE FROM users WHERE id = ?").param(user.id()).update();
		Awaitility.await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> isRefused(user.get("/api/chat")));
		isRefused(user.chat("Hello"));
		isRefused(user.get("/api/balance"));
	}

	private HandmadeToken token() {
		return new HandmadeToken(this.user);
	}

	private Answer balance(String token) {
		return RawConnection.exchange(this.client.uri("/"), "GET", "/api/balance", "Authorization: Bearer " + token);
	}

	private static void isRefused(Answer answer) {
		answer.isProblem(403, "invalid_token");
		assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
	}

}
