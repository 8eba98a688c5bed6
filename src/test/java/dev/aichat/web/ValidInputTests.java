package dev.aichat.web;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.ServiceTests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Input at the bounds of the rules is accepted unchanged, and unknown fields do nothing.
 */
class ValidInputTests extends ServiceTests {

	private static final String SMILE = "\ud83d\ude00";

	@Test
	void messageOf4000EmojiIsOneMessage() {
		Caller user = this.client.newUser();
		Answer answer = user.chat(SMILE.repeat(4000));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text("message")).isEqualTo(SMILE.repeat(4000));
		assertThat(user.get("/api/chat/" + answer.text("id")).text("message")).isEqualTo(SMILE.repeat(4000));
		assertThat(user.chat("x").status()).isEqualTo(200);
		assertThat(user.chat(" \u0001\t\u200b'; DROP TABLE chats; --<b>\ufffd ").status()).isEqualTo(200);
		assertThat(user.balance()).isEqualTo(3700);
	}

	@Test
	void unknownFieldsChangeNothing() {
		Answer answer = this.client.post("/api/register", Map.of("username", "modest", "password", "long enough",
				"tokens", 1_000_000, "role", "ADMIN", "id", 1, "enabled", false, "balance", 5, "password_hash", "x"));
		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.number("tokens")).isEqualTo(4000);
		assertThat(answer.number("id")).isNotEqualTo(1);
		Answer login = this.client.post("/api/login",
				Map.of("username", "modest", "password", "long enough", "role", "ADMIN"));
		Answer chat = this.client.post("/api/chat",
				Map.of("message", "Hello", "user_id", 1, "price", 0, "state", "REFUNDED", "tokens_deducted", -5),
				"Authorization", "Bearer " + login.text("token"));
		assertThat(chat.number("tokens_deducted")).isEqualTo(100);
		assertThat(chat.number("remaining_tokens")).isEqualTo(3900);
	}

	@Test
	void chatOfAnotherUserIsNotFoundLikeAnUnknownOne() {
		Caller owner = this.client.newUser();
		Caller other = this.client.newUser();
		String id = owner.chat("Secret").text("id");
		String none = "0199f3c2-7b1e-7c3a-9d54-2f1e6a8b0c11";
		Answer existing = other.get("/api/chat/" + id).isProblem(404, "not_found");
		Answer unknown = other.get("/api/chat/" + none).isProblem(404, "not_found");
		assertThat(existing.body().replace(id, none)).isEqualTo(unknown.body());
		assertThat(existing.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
		assertThat(other.get("/api/chat?before=" + id).json().get("items")).isEmpty();
		assertThat(other.balance()).isEqualTo(4000);
	}

}
