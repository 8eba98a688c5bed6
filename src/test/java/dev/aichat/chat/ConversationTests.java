package dev.aichat.chat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.aichat.testing.Client;
import dev.aichat.testing.Client.Answer;
import dev.aichat.testing.Client.Caller;
import dev.aichat.testing.Concurrently;
import dev.aichat.testing.ScriptedModel;
import dev.aichat.testing.ServiceTests;

import static dev.aichat.testing.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Users search, rename and delete their conversations. */
class ConversationTests extends ServiceTests {

	private static final String PATH = "/api/conversations";

	@Test
	void searchFindsTitlesAndTextsInAnyCase() {
		Caller user = this.client.newUser();
		this.ai.script((message, handler) -> ScriptedModel.say("About " + message.toUpperCase(), handler));
		String cats = user.chat("cats").text("conversation_id");
		String dogs = user.chat("dogs 50%_\\").text("conversation_id");
		user.chatIn(dogs, "ÉTÉ, \u039f\u0394\u039f\u03a3, \u0130zmir");
		rename(user, cats, "Holiday Plans");
		this.client.newUser().chat("cats of another user");
		assertThat(found(user, "cats")).containsExactly(cats);
		assertThat(found(user, "ABOUT")).containsExactly(dogs, cats);
		for (String text : List.of("té", "\u039f\u0394\u039f\u03a3", "\u0130zmir", "50%_\\")) {
			assertThat(found(user, text)).as(text).containsExactly(dogs);
		}
		assertThat(found(user, " holiday p ")).containsExactly(cats);
		assertThat(found(user, "%s")).isEmpty();
		assertThat(found(user, "cats\0")).isEmpty();
		assertThat(found(user, "")).containsExactly(dogs, cats);
		assertThat(found(user, "\u200b")).containsExactly(dogs, cats);
	}

	@Test
	void searchPassesOverRefundedMessages() {
		Caller user = this.client.newUser();
		String conversation = user.chat("Hello").text("conversation_id");
		this.ai.script(ScriptedModel::fail);
		user.chatIn(conversation, "needle").isProblem(502, "ai_failed");
		assertThat(found(user, "needle")).isEmpty();
	}

	@Test
	void renamedConversationKeepsItsTitleAndItsMessages() {
		Caller user = this.client.newUser();
		String id = user.chat("Hello").text("conversation_id");
		JsonNode before = user.get(PATH).json().at("/items/0");
		String title = "\ud83d\ude00".repeat(80);
		JsonNode after = rename(user, id, title).json();
		assertThat(after.get("title").stringValue()).isEqualTo(title);
		assertThat(before.get("title").stringValue()).isEqualTo("Hello");
		user.chatIn(id, "More");
		JsonNode listed = user.get(PATH).json().at("/items/0");
		assertThat(listed.get("title")).isEqualTo(after.get("title"));
		assertThat(listed.get("started_at")).isEqualTo(before.get("started_at"));
		assertThat(listed.get("messages").intValue()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 81 })
	void invalidTitleIsRejected(int length) {
		Caller user = this.client.newUser();
		Answer answer = rename(user, user.chat("Hello").text("id"), "x".repeat(length));
		assertThat(answer.isProblem(400, "validation_failed").json().get("errors").propertyNames())
			.containsExactly("title");
	}

	@Test
	void conversationOfAnotherUserCanNeitherBeRenamedNorDeleted() {
		Caller owner = this.client.newUser();
		String id = owner.chat("Mine").text("conversation_id");
		String second = owner.chatIn(id, "Second").text("id");
		Caller other = this.client.newUser();
		for (String foreign : List.of(id, UUID.randomUUID().toString())) {
			rename(other, foreign, "Yours").isProblem(404, "conversation_not_found");
			delete(other, foreign).isProblem(404, "conversation_not_found");
		}
		rename(owner, second, "No conversation").isProblem(404, "conversation_not_found");
		delete(owner, second).isProblem(404, "conversation_not_found");
		assertThat(owner.get(PATH).json().at("/items/0/title").stringValue()).isEqualTo("Mine");
	}

	@Test
	void deletedConversationIsGoneFromEverythingButTheLedger() {
		Caller user = this.client.newUser();
		Answer first = user.chat("Secret", "Idempotency-Key", "once");
		String id = first.text("conversation_id");
		user.chatIn(id, "Secret too");
		String kept = user.chat("Kept").text("conversation_id");
		List<JsonNode> ledger = user.all("/api/ledger", 10);
		assertThat(delete(user, id).status()).isEqualTo(200);
		assertThat(found(user, "")).containsExactly(kept);
		assertThat(found(user, "secret")).isEmpty();
		assertThat(user.get("/api/chat").json().get("items")).hasSize(1);
		assertThat(user.get("/api/chat?conversation_id=" + id).json().get("items")).isEmpty();
		user.get("/api/chat/" + first.text("id")).isProblem(404, "not_found");
		assertThat(user.get("/api/account/export").body()).doesNotContain("Secret").contains("Kept");
		assertThat(user.all("/api/ledger", 10)).isEqualTo(ledger);
		user.chatIn(id, "Again").isProblem(404, "conversation_not_found");
		assertThat(
				user.chat("Secret", "Idempotency-Key", "once").isProblem(422, "idempotency_key_reused").text("detail"))
			.contains("deleted");
		delete(user, id).isProblem(404, "conversation_not_found");
		rename(user, id, "Again").isProblem(404, "conversation_not_found");
		assertThat(user.balance()).isEqualTo(3700);
	}

	@Test
	void deletingStopsAndRefundsWhatIsBeingAnswered() throws Exception {
		Caller user = this.client.newUser();
		String id = user.chat("Hello").text("conversation_id");
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		this.ai.script((message, handler) -> {
			asked.countDown();
			await(answer);
			ScriptedModel.say("Too late", handler);
		});
		FutureTask<Answer> waiting = new FutureTask<>(() -> user.chatIn(id, "Secret"));
		new Thread(waiting).start();
		await(asked);
		assertThat(delete(user, id).status()).isEqualTo(200);
		answer.countDown();
		waiting.get().isProblem(409, "chat_stopped");
		assertThat(waiting.get().json().get("refunded").booleanValue()).isTrue();
		assertThat(user.balance()).isEqualTo(3900);
		assertThat(user.get("/api/account/export").body()).doesNotContain("Too late");
	}

	@Test
	void messageThatComesWhileItsConversationIsDeletedGoesWithIt() {
		Caller user = this.client.newUser();
		for (int i = 0; i < 15; i++) {
			String id = user.chat("Hello").text("conversation_id");
			Concurrently.run(2, (number) -> (number == 0) ? delete(user, id) : user.chatIn(id, "Secret"));
			assertThat(user.get("/api/chat?conversation_id=" + id).json().get("items")).isEmpty();
		}
		assertThat(found(user, "")).isEmpty();
		assertThat(user.get("/api/account/export").json().get("chats")).isEmpty();
	}

	private static Answer rename(Caller user, String id, String title) {
		return user.send("PATCH", PATH + "/" + id, Client.json(Map.of("title", title)));
	}

	private static Answer delete(Caller user, String id) {
		return user.send("DELETE", PATH + "/" + id, null);
	}

	private static List<String> found(Caller user, String search) {
		List<String> ids = new ArrayList<>();
		user.get(PATH + "?search=" + URLEncoder.encode(search, StandardCharsets.UTF_8))
			.json()
			.get("items")
			.forEach((item) -> ids.add(item.get("id").stringValue()));
		return ids;
	}

}
